"""The room of the rates: seven views of the same moments, their figures, and what is withheld."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from textual.events import Key

from parentkit import clock
from parentkit.domain.codes import MOMENT
from parentkit.journal.journal import Journal
from parentkit.journal.log.writer import Draft
from parentkit.services.family.household import read_household
from parentkit.services.family.people import add
from parentkit.services.log.capture import composed
from parentkit.services.rates import rates
from parentkit.tui.rates.rates import RatesPage
from parentkit.tui.rates.views import VIEWS
from parentkit.tui.widgets.views_bar import StretchBar, ViewsBar

if TYPE_CHECKING:
    from collections.abc import Callable

    Drive = Callable[..., None]

TODAY = date(2026, 11, 22)
CUES = (("afraid", "comfort"), ("sad", "fix_advise"), ("play_invite", "join_mirror"))


def moment(days_ago: int = 0, hour: int = 8, **fields: Any) -> dict[str, Any]:
    """A moment of some days ago, judged by the person who writes it."""
    day = TODAY - timedelta(days=days_ago)
    offset = "+01:00" if day >= date(2026, 10, 25) else "+02:00"
    return {
        "cue": "afraid",
        "responses": ["comfort"],
        "fit": "matched",
        "observed_at": f"{day}T{hour:02}:05{offset}",
        **fields,
    }


def log(journal: Journal, *moments: dict[str, Any]) -> None:
    """Stores moments, all of them at once."""
    household = read_household(journal)
    drafts = []
    for fields in moments:
        document = dict(composed(journal, household, fields).document)
        drafts.append(Draft(MOMENT, document.pop("id"), document))
    journal.append(drafts)


def weeks_of_moments(weeks: int, gap: int | None = None) -> list[dict[str, Any]]:
    """Six moments in each of the last weeks, two of them met, one mended; one week left out."""
    found = []
    for week in range(weeks):
        for number in range(6 * (week != gap)):
            cue, response = CUES[number % 3]
            repair = {"repair": {"state": "repaired", "after_minutes": 10}} if number == 2 else {}
            found.append(
                moment(
                    7 * week + number % 4,
                    hour=8 + 2 * number,
                    cue=cue,
                    responses=[response],
                    fit="matched" if number < 2 else "missed",
                    **repair,
                )
            )
    return found


def drawing(ui: Any) -> str:
    """The chart or table alone."""
    return str(ui.app.screen.query_one("#drawing").render())


async def show(ui: Any, place: int) -> None:
    """Goes to a view without its key, where a test visits many."""
    ui.app.screen.action_view(place)
    await ui.settle()


def words(ui: Any) -> str:
    """Everything below it."""
    parts = (ui.app.screen.query_one(f"#{name}").render() for name in ("words", "said"))
    return " ".join("\n".join(map(str, parts)).split())


def test_weeks_stand_with_both_figures_and_one_sentence(journal: Journal, drive: Drive) -> None:
    log(journal, *weeks_of_moments(12, gap=6))

    async def scenario(ui: Any) -> None:
        await ui.press("r")
        assert "12 weeks, 31 August to 22 November" in ui.words
        assert "Met at once" in drawing(ui)
        assert "Came back" in drawing(ui)
        assert drawing(ui).count("30 %") == 1
        assert drawing(ui).count("●") == 11
        assert drawing(ui).count("↺") == 11
        assert "All together: 22 of 66 met at once, about 33 %, somewhere between" in words(ui)
        assert "33 of 66 met or mended, about 50 %, somewhere between" in words(ui)
        assert "Around the 30 % mark, as far as this log can tell." in words(ui)
        assert "66 moments on 44 days (66 judged by you, 0 suggested)" in words(ui)
        assert "This describes what was written down" in words(ui)
        assert "Signs that nobody noticed are not in it." in words(ui)

    drive(scenario, (120, 40))


def test_figures_turn_the_chart_into_a_table_and_back(journal: Journal, drive: Drive) -> None:
    log(journal, *weeks_of_moments(4, gap=2))

    async def scenario(ui: Any) -> None:
        await ui.press("r", "v")
        rows = [line.split() for line in drawing(ui).splitlines()]
        assert rows[0] == ["week", "of", "met", "about", "range", "came", "back", "about", "range"]
        assert rows[1][:6] == ["16", "Nov", "2", "of", "6", "33"]
        assert rows[3] == ["2", "Nov", "none", "none"]
        await ui.press("v")
        assert "●" in drawing(ui)

    drive(scenario)


def test_four_moments_are_counts_without_a_rate(journal: Journal, drive: Drive) -> None:
    log(journal, *(moment(day, fit="matched" if day % 2 else "missed") for day in range(4)))

    async def scenario(ui: Any) -> None:
        await ui.press("r")
        for place in range(len(VIEWS)):
            for _ in range(2):
                await show(ui, place)
                chart = drawing(ui).split("░ up to a quarter")[0]
                assert not set("●↺█▒") & set(chart)
                assert ", about" not in words(ui)
                assert "  about 50" not in chart
                ui.app.screen.action_values()
        await ui.press("1")
        assert "All together: 2 of 4 met at once; 2 of 4 met or mended." in words(ui)
        assert "Too few moments yet for a rate" in words(ui)

    drive(scenario)


def test_the_keys_of_the_views_and_left_and_right_go_round(journal: Journal, drive: Drive) -> None:
    log(journal, *weeks_of_moments(2))
    found = []

    async def scenario(ui: Any) -> None:
        await ui.press("r")
        for key in "1234567":
            await ui.press(key)
            found.append(drawing(ui))
        assert len(set(found)) == len(VIEWS)
        await ui.press("right")
        assert drawing(ui) == found[0]
        await ui.press("left", "left")
        assert drawing(ui) == found[5]

    drive(scenario)


def test_fewer_and_more_weeks_end_at_four_weeks_and_at_everything(
    journal: Journal, drive: Drive
) -> None:
    log(journal, *weeks_of_moments(2))
    log(journal, moment(7 * 60))

    async def scenario(ui: Any) -> None:
        await ui.press("r")
        titles = []
        for _ in range(5):
            titles.append(ui.app.screen.query_one(StretchBar).title.split(",")[0])
            await ui.press("right_square_bracket")
        assert titles == ["12 weeks", "26 weeks", "52 weeks", "Everything", "Everything"]
        assert "13 moments on" in words(ui)
        assert "] more" not in ui.words
        await ui.press(*["left_square_bracket"] * 5)
        assert ui.app.screen.query_one(StretchBar).title.startswith("4 weeks")
        assert "[ fewer" not in ui.words
        assert "12 moments on" in words(ui)

    drive(scenario)


def test_more_than_a_year_is_told_in_stretches_of_weeks(journal: Journal, drive: Drive) -> None:
    log(journal, moment(7 * 60), moment(0))

    async def scenario(ui: Any) -> None:
        await ui.press("r", *["right_square_bracket"] * 3)
        assert "A dot is 2 weeks" in words(ui)
        await ui.press("v")
        assert drawing(ui).splitlines()[0].startswith("from")
        assert len(drawing(ui).splitlines()) == 32

    drive(scenario)


def test_why_there_is_no_verdict_yet_is_answered_thing_by_thing(
    journal: Journal, drive: Drive
) -> None:
    log(journal, *weeks_of_moments(3))

    async def scenario(ui: Any) -> None:
        await ui.press("r", "y")
        answer = ui.words
        assert "Why there is no verdict yet" in answer
        assert "not yet 18 moments; it takes 30" in answer
        assert "● enough 12 days; it takes 7" in answer
        assert "] shows more weeks" in answer
        await ui.press("y")
        assert "Met at once" in drawing(ui)

    drive(scenario)


def test_a_verdict_says_what_it_rests_on(journal: Journal, drive: Drive) -> None:
    log(journal, *weeks_of_moments(12))

    async def scenario(ui: Any) -> None:
        await ui.press("r", "y")
        assert "What the verdict rests on" in ui.words
        assert "not yet" not in ui.words

    drive(scenario)


def test_without_moments_gaps_are_normal_and_no_verdict_is_explained(drive: Drive) -> None:
    async def scenario(ui: Any) -> None:
        await ui.press("r")
        for place in range(len(VIEWS)):
            await show(ui, place)
            assert "Gaps are normal" in ui.words
            ui.app.screen.action_values()
        await ui.press("y")
        assert "0 moments; it takes 30" in ui.words

    drive(scenario)


def test_moments_set_apart_are_in_no_figure_and_are_said_to_be(
    journal: Journal, drive: Drive
) -> None:
    log(journal, *weeks_of_moments(1))
    log(journal, moment(1, hour=20, cue="angry", fit="overrode", flag=True))

    async def scenario(ui: Any) -> None:
        await ui.press("r")
        assert "6 moments on" in words(ui)
        assert "1 moment set apart, in none of these figures." in words(ui)
        assert "Moments of fear, force or harm are in no share." in words(ui)
        await ui.press("4", "v")
        assert "18 to 21   1" not in drawing(ui)
        assert "20:00" not in drawing(ui)

    drive(scenario)


def test_families_stand_in_the_order_of_the_words_not_of_the_figures(
    journal: Journal, drive: Drive
) -> None:
    log(journal, *weeks_of_moments(4))

    async def scenario(ui: Any) -> None:
        await ui.press("r", "2")
        shown = drawing(ui)
        assert shown.index("exploring") < shown.index("distress")
        assert "8 of 16" in shown
        assert shown.count("30 %") == 1
        await ui.press("3")
        shown = drawing(ui)
        assert shown.index("joined in") < shown.index("held, soothed") < shown.index("jumped to")

    drive(scenario)


def test_caregivers_stand_in_alphabetical_order_whoever_met_more(
    journal: Journal, drive: Drive
) -> None:
    household = read_household(journal)
    other = add(journal, household, "caregiver", "bo [red]x", {})
    log(journal, *(moment(day, fit="missed") for day in range(6)))
    log(journal, *(moment(day, hour=18, caregiver=str(other["id"])) for day in range(6)))

    async def scenario(ui: Any) -> None:
        await ui.press("r", "5")
        shown = drawing(ui)
        assert shown.index("Anna") < shown.index("bo [red]x")
        assert "0 of 6" in shown.split("bo [red]x")[0]
        assert "In alphabetical order." in words(ui)
        assert "other situations" in words(ui)
        colours = {str(span.style) for span in ui.app.screen.query_one("#drawing").render().spans}
        assert colours <= {"$soft", "$primary", "$foreground", "bold"}

    drive(scenario)


def test_hours_stand_below_their_weekday(journal: Journal, drive: Drive) -> None:
    log(journal, *(moment(7 * week, hour=19) for week in range(5)))

    async def scenario(ui: Any) -> None:
        await ui.press("r", "4")
        lines = drawing(ui).splitlines()
        assert lines[1].split() == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        assert lines[2].split() == ["18", "to", "21", *"······", "█", "5"]
        await ui.press("v")
        assert "Sunday, 18 to 21" in drawing(ui)
        assert "19:00 to 19:59" in drawing(ui)

    drive(scenario)


def test_the_curve_of_mending_stands_with_its_words_and_steps(
    journal: Journal, drive: Drive
) -> None:
    times = (2, 5, 10, 10, 30, 60)
    mended = [{"state": "repaired", "after_minutes": minutes} for minutes in times]
    log(journal, *(moment(day, fit="missed", repair=each) for day, each in enumerate(mended)))

    async def scenario(ui: Any) -> None:
        await ui.press("r", "6")
        assert "Still open, so long after a miss" in drawing(ui)
        assert "└" in drawing(ui)
        assert "Half of them were mended within 10 minutes." in words(ui)
        await ui.press("v")
        row = next(line for line in drawing(ui).splitlines() if line.startswith("10 minutes"))
        assert row.split()[2:6] == ["4", "2", "33", "%"]

    drive(scenario)


def test_too_few_timed_repairs_draw_no_curve_and_say_why(journal: Journal, drive: Drive) -> None:
    mended = {"state": "repaired"}
    log(journal, *(moment(day, fit="missed", repair=mended) for day in range(6)))

    async def scenario(ui: Any) -> None:
        await ui.press("r", "6")
        assert "Still open, so long" not in drawing(ui)
        assert "Too early to say how long it took" in words(ui)
        await ui.press("v")
        assert "open before" not in drawing(ui)

    drive(scenario)


def test_words_on_the_weeks_wait_for_ten_of_them(journal: Journal, drive: Drive) -> None:
    log(journal, *weeks_of_moments(9))

    async def scenario(ui: Any) -> None:
        await ui.press("r", "7")
        assert "that takes 10 weeks of five moments or more (there are 9)" in words(ui)
        assert "middle of the weeks" not in drawing(ui)
        log(journal, *(moment(7 * 10 + day) for day in range(5)))
        ui.app.reread()
        await ui.settle()
        assert "Week by week: as steady as weeks ever are." in words(ui)
        assert "beside the middle of the weeks (33 %)" in drawing(ui)
        await ui.press("v")
        assert "crossings of the middle" in drawing(ui)

    drive(scenario)


def test_each_child_has_figures_of_its_own(journal: Journal, drive: Drive) -> None:
    log(journal, *weeks_of_moments(1))
    other = add(journal, read_household(journal), "child", "Ben", {})
    log(journal, moment(child=str(other["id"])))

    async def scenario(ui: Any) -> None:
        await ui.press("r")
        assert "6 moments on" in words(ui)
        await ui.press("c")
        assert "Ben" in ui.text
        assert "1 moment on 1 day" in words(ui)

    drive(scenario)


def test_what_another_shell_logs_appears(journal: Journal, drive: Drive, home: Any) -> None:
    log(journal, *weeks_of_moments(1))

    async def scenario(ui: Any) -> None:
        await ui.press("r")
        other = Journal(str(home / "home"), str(home / "state"), clock.now_ms)
        log(other, moment(hour=7))
        ui.app._look()
        await ui.settle()
        assert "7 moments on" in words(ui)
        other.close()

    drive(scenario)


def test_a_stretch_is_read_once_for_all_views_and_never_on_the_event_loop(
    journal: Journal, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    log(journal, *weeks_of_moments(1))
    threads = []

    def noticed(*given: Any) -> rates.Basis:
        threads.append(threading.current_thread())
        return read(*given)

    read = rates.read_basis
    monkeypatch.setattr(rates, "read_basis", noticed)

    async def scenario(ui: Any) -> None:
        await ui.press("r", "2", "3", "v", "6", "y", "escape", "t", "r", "7")
        assert len(threads) == 1
        await ui.press("right_square_bracket")
        assert len(threads) == 2
        assert threading.current_thread() not in threads

    drive(scenario)


def test_views_and_weeks_can_be_clicked(journal: Journal, drive: Drive) -> None:
    log(journal, *weeks_of_moments(2))

    async def scenario(ui: Any) -> None:
        await ui.press("r")
        bar = ui.app.screen.query_one(ViewsBar)
        where = ui.text.splitlines()[bar.region.y].index("4 Hours")
        await ui.pilot.click(offset=(where, bar.region.y))
        await ui.settle()
        assert "Mon" in drawing(ui)
        stretch = ui.app.screen.query_one(StretchBar)
        where = str(stretch.render()).index("] more")
        await ui.pilot.click(StretchBar, offset=(stretch.styles.padding.left + where, 0))
        await ui.settle()
        assert stretch.title.startswith("26 weeks")
        where = str(stretch.render()).index("[ fewer")
        await ui.pilot.click(StretchBar, offset=(stretch.styles.padding.left + where, 0))
        await ui.settle()
        assert stretch.title.startswith("12 weeks")

    drive(scenario)


def test_the_chosen_view_is_told_by_a_sign_and_by_name_where_it_is_narrow(
    journal: Journal, drive: Drive
) -> None:
    log(journal, *weeks_of_moments(2))

    async def scenario(ui: Any) -> None:
        await ui.press("r")
        assert ">1 Weeks 2 3 4 5 6 7" in ui.words
        await ui.press("7")
        assert "1 2 3 4 5 6 >7 Over time" in ui.words
        await ui.pilot.resize_terminal(80, 24)
        await ui.settle()
        assert "1 Weeks 2 Signs 3 Responses 4 Hours 5 Who 6 Mending >7 Over time" in ui.words

    drive(scenario, (60, 20))


def test_views_go_round_by_arrows_however_fast_and_the_page_keeps_its_keys(
    journal: Journal, drive: Drive
) -> None:
    log(journal, *weeks_of_moments(2))

    async def scenario(ui: Any) -> None:
        await ui.press("r")
        await ui.quickly("right", "right", "right", "left")
        assert ">3 Responses" in ui.words
        assert "joined in" in drawing(ui)
        await ui.quickly("1", "left")
        assert ">7 Over time" in ui.words
        await ui.pilot.click("ViewsBar #signs")
        await ui.settle()
        assert ">2 Signs" in ui.words
        page = ui.app.screen.query_one(RatesPage)
        assert page.has_focus
        await ui.press("tab")
        assert page.has_focus

    drive(scenario, (80, 24))


def test_a_view_is_chosen_by_a_key_that_comes_before_the_room_is_drawn(
    journal: Journal, drive: Drive
) -> None:
    log(journal, *weeks_of_moments(2))

    async def scenario(ui: Any) -> None:
        for key in "r3":
            ui.app.post_message(Key(key, key))
        await ui.settle()
        assert ">3 Responses" in ui.words
        assert "joined in" in drawing(ui)

    drive(scenario, (80, 24))


def test_help_is_about_the_view_that_is_shown(journal: Journal, drive: Drive) -> None:
    log(journal, *weeks_of_moments(1))

    async def scenario(ui: Any) -> None:
        await ui.press("r", "6")
        ui.app.screen.query_one(RatesPage).focus()
        await ui.press("f1")
        assert "Coming back after a miss" in ui.words

    drive(scenario)


def test_every_view_is_plain_ascii_where_that_was_asked_for(journal: Journal, drive: Drive) -> None:
    log(journal, *weeks_of_moments(12))

    async def scenario(ui: Any) -> None:
        await ui.press("r", "f6")
        for place in range(len(VIEWS)):
            await show(ui, place)
            assert (drawing(ui) + words(ui)).isascii()
        await ui.press("1", "f6")
        assert "●" in drawing(ui)

    drive(scenario)


def test_nothing_is_wider_than_the_room_which_may_change(journal: Journal, drive: Drive) -> None:
    log(journal, *weeks_of_moments(14, gap=3))

    async def scenario(ui: Any) -> None:
        await ui.press("r")
        room = ui.app.screen.query_one(RatesPage)
        for size in ((60, 20), (80, 24), (200, 50)):
            before = drawing(ui)
            await ui.pilot.resize_terminal(*size)
            await ui.settle()
            assert drawing(ui) != before
            for place in (*range(len(VIEWS)), 0):
                for _ in range(2):
                    await show(ui, place)
                    lines = drawing(ui).split("░ up to a quarter")[0].splitlines()
                    assert max(map(len, lines)) <= room.scrollable_content_region.width
                    assert room.max_scroll_x == 0
                    ui.app.screen.action_values()

    drive(scenario)
