"""Why a file cannot be read: one named error for each case, with a Chinese sentence for the person who sent it."""


class UnreadableFile(Exception):
    """A file that is refused; `message` names the file and says what to do, `code` names the case for programs."""

    code = "unreadable"

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name
        self.message = message


class EmptyFile(UnreadableFile):
    """Nothing in it: no bytes, or no character and no table."""

    code = "empty"

    def __init__(self, name: str, *, has_bytes: bool = False) -> None:
        what = "里没有任何文字或表格" if has_bytes else "是空文件（0 字节）"
        super().__init__(name, f"「{name}」{what}，请检查后重新上传。")


class FileTooLarge(UnreadableFile):
    """More bytes than allowed."""

    code = "too_large"

    def __init__(self, name: str, *, limit: int, size: int) -> None:
        self.limit = limit
        self.size = size
        super().__init__(
            name, f"「{name}」有 {_megabytes(size)}，超过上限 {_megabytes(limit)}，请压缩图片或拆成几个文件后再上传。"
        )


class WrongKind(UnreadableFile):
    """The name claims one kind, the content is another."""

    code = "wrong_kind"

    def __init__(self, name: str, *, claimed: str, found: str) -> None:
        self.claimed = claimed
        self.found = found
        super().__init__(
            name, f"「{name}」的扩展名是 {claimed}，内容却是 {found}，请用原来的软件另存为正确的格式后再上传。"
        )


class UnsupportedKind(UnreadableFile):
    """A known or unknown kind that has no reader here, such as the old binary Word format."""

    code = "unsupported_kind"

    def __init__(self, name: str, *, found: str, advice: str) -> None:
        self.found = found
        super().__init__(name, f"「{name}」是{found}，不能读出文字，{advice}。")


class ZipBomb(UnreadableFile):
    """A compressed file that would unpack to too much, too many entries, or more archives."""

    code = "zip_bomb"

    def __init__(self, name: str, *, reason: str) -> None:
        self.reason = reason
        super().__init__(name, f"「{name}」{reason}，未解压即已拒收，请确认文件来源，另存为新文件后再上传。")


class MacroFile(UnreadableFile):
    """Carries program code (VBA project, macro sheet)."""

    code = "macro"

    def __init__(self, name: str) -> None:
        super().__init__(name, f"「{name}」含有宏（程序代码），不能接收，请另存为不带宏的 docx 或 xlsx 后再上传。")


class EncryptedFile(UnreadableFile):
    """Needs a password."""

    code = "encrypted"

    def __init__(self, name: str) -> None:
        super().__init__(name, f"「{name}」设有密码，无法打开，请去除密码后再上传。")


class DamagedFile(UnreadableFile):
    """Looks like its kind and cannot be opened."""

    code = "damaged"

    def __init__(self, name: str, *, kind: str) -> None:
        self.kind = kind
        super().__init__(
            name, f"「{name}」看起来是 {kind} 文件，但已损坏，无法打开，请向原作者重新索取或另存后再上传。"
        )


class ScannedPdf(UnreadableFile):
    """A pdf of pictures without a text layer."""

    code = "scanned"

    def __init__(self, name: str, *, pages: int) -> None:
        self.pages = pages
        super().__init__(
            name, f"「{name}」共 {pages} 页，全是扫描图片，没有可读的文字，请上传原始电子文件或先做文字识别。"
        )


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.1f} MB"
