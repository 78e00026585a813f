"""Files as offices have them, of our own making: text, page, office document, sheet, portable document."""

import pathlib

import docx
import openpyxl

LUNCH = """当前位置:首页 > 信息公开 > 通知公告
索 引 号:YZ0010014/2026-00317 主题分类:
发布机构:云州市教育局 成文日期:2026年3月2日
名    称:云州市教育局关于做好春季学校午餐管理的通知
文    号:云教发[2026]12号 有效性:有效

云州市教育局关于做好春季学校午餐管理的通知

各区县教育局：
为做好春季学校午餐管理，现将有关事项通知如下：一、落实陪餐制度。二、公示每周食谱。

云州市教育局
2026年3月2日
"""
PARKING = """<!doctype html><html lang="zh"><head><meta charset="utf-8">
<meta name="ArticleTitle" content="关于调整学校周边停车收费的通告"><meta name="PubDate" content="2026-03-05 09:30">
<meta name="ContentSource" content="云州市教育局"><title>关于调整学校周边停车收费的通告</title>
<script>alert(1)</script></head>
<body><h1>关于调整学校周边停车收费的通告</h1><p>自四月一日起，学校周边路内停车上下学时段免费三十分钟。</p>
<table><tr><th>路段</th><th>泊位</th></tr><tr><td>文昌路</td><td>120</td></tr></table></body></html>
"""
LEAK = "关于公布助学金名单的公示\n\n经审核，现将本年度助学金名单予以公示。\n\n云州市教育局\n2026年3月6日\n"


def write(folder: pathlib.Path) -> list[pathlib.Path]:
    """Write them all and one that cannot be read; returns their paths in order of names."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "1-午餐.txt").write_text(LUNCH, encoding="gb18030")
    (folder / "2-停车.html").write_text(PARKING, encoding="utf-8")
    (folder / "3-助学金.txt").write_text(LEAK, encoding="utf-8")
    document = docx.Document()
    document.add_heading("云州市教育局关于老旧校舍改造的公告", level=1)
    document.add_paragraph("为改善办学条件，现就老旧校舍改造有关事项公告如下。")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        [cell for row in table.rows for cell in row.cells], ["学校", "投资（万元）", "第一小学", "320"], strict=True
    ):
        cell.text = text
    document.save(str(folder / "4-校舍.docx"))
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["标题", "栏目", "成文日期", "正文"])
    sheet.append(["关于开放校园体育场地的通告", "通知公告", "2026-03-03", "双休日开放十二所学校的体育场地。"])
    sheet.append(["关于校车运行的通告", "通知公告", "2026-02-30", "校车按新时刻运行。"])
    book.save(folder / "5-清单.xlsx")
    (folder / "6-坏.pdf").write_bytes(b"this is no portable document")
    return sorted(folder.iterdir())
