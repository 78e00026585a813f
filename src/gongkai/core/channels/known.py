"""Which services are known: each connector by its code."""

from gongkai.core.channels import bulletin, contract, wechat, weibo

CONNECTORS: dict[str, type[contract.Connector]] = {
    each.code: each for each in (wechat.WeChat, weibo.Weibo, bulletin.Bulletin, bulletin.Feed)
}


class UnknownConnector(LookupError):
    """There is no connector of this code."""


def connector(code: str) -> type[contract.Connector]:
    """The connector of a code. Raises UnknownConnector."""
    if code not in CONNECTORS:
        raise UnknownConnector(code)
    return CONNECTORS[code]
