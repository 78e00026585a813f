"""Addresses of annual reports."""

from django.urls import path

from gongkai.annualreports.views import boards, comparing, drops, one, papers, passages, reports

app_name = "annualreports"
urlpatterns = [
    path("", reports.reports, name="list"),
    path("compare/chosen/", reports.compare_chosen, name="compare-chosen"),
    path("compare/", comparing.compare, name="compare"),
    path("drops/", drops.drops, name="drops"),
    path("drops/<int:report_batch_id>/", drops.drop, name="drop"),
    path("drops/<int:report_batch_id>/rerun/", drops.rerun, name="rerun"),
    path("drops/<int:report_batch_id>/<int:batch_file_id>/assign/", drops.assign, name="assign"),
    path("drops/<int:report_batch_id>/<int:batch_file_id>/replace/", drops.replace, name="replace"),
    path("compile/", boards.start, name="compile"),
    path("<int:report_id>/", one.report, name="report"),
    path("<int:report_id>/board/", boards.board, name="board"),
    path("<int:report_id>/recompile/", boards.recompile, name="recompile"),
    path("<int:report_id>/passages/add/", passages.add, name="passage-add"),
    path("<int:report_id>/passages/<int:passage_id>/", passages.passage, name="passage"),
    path("<int:report_id>/passages/<int:passage_id>/check/", passages.check, name="passage-check"),
    path("<int:report_id>/passages/<int:passage_id>/do/<slug:name>/", passages.act, name="passage-act"),
    path("<int:report_id>/correct/", one.correct, name="correct"),
    path("<int:report_id>/describe/", one.describe, name="describe"),
    path("<int:report_id>/publish/", one.publish, name="publish"),
    path("<int:report_id>/withdraw/", one.withdraw, name="withdraw"),
    path("<int:report_id>/versions/", one.versions, name="versions"),
    path("<int:report_id>/paper/", papers.report_files, name="files"),
    path("<int:report_id>/paper/files/<int:output_id>/", papers.output, name="output"),
    path("<int:report_id>/paper/<int:text_id>/json/", papers.document, name="document"),
    path("<int:report_id>/paper/<int:text_id>/make/", papers.print_report, name="print"),
    path("<int:report_id>/paper/draft/<slug:kind>/", papers.draft, name="draft"),
    path("<int:report_id>/letter/", one.letter, name="letter"),
    path("<int:report_id>/files/<int:original_id>/", one.original, name="original"),
    path("<int:report_id>/findings/<int:finding_id>/<slug:name>/", one.decide, name="decide"),
    path("<int:report_id>/do/<slug:name>/", one.act, name="act"),
]
