"""What every engine of records does with projects, keys, remembered answers, and the positions of imports."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.stores import NOON, World
from threadline.errors import InvalidRequestError, NotFoundError, ServiceError
from threadline.records.protocol import Store, Writing
from threadline.records.tables.memory import Progress, Remembered
from threadline.services import keys
from threadline.services.access import Caller
from threadline.services.importing.lines import caller_for


def revoke(world: World, id: str) -> None:
    world.store.writer.write(lambda writing: keys.revoke(writing, id, world.facts()))


def note_use(world: World, rid: int, moment: int) -> None:
    world.store.writer.write(lambda writing: writing.note_use({rid: moment}))


def remember(world: World, caller: Caller, name: str, request: Remembered, *, now: int = NOON) -> None:
    world.store.writer.write(lambda writing: writing.remember(caller.key_rid, name, request, now=now))


def keep_progress(world: World, caller: Caller, reached: Progress) -> None:
    world.store.writer.write(
        lambda writing: writing.keep_progress(caller.project_rid, "a.jsonl", reached=reached, now=NOON)
    )


def test_a_key_is_recognised_by_its_secret_alone(world: World) -> None:
    created = world.key("web", may_read_own=True)
    found = keys.recognise(world.store.reader, created.secret)
    assert found is not None
    assert (found.type, found.may_read_own, found.may_delete) == ("web", True, False)
    assert keys.recognise(world.store.reader, created.secret + "x") is None
    assert keys.recognise(world.store.reader, created.key.prefix) is None


def test_a_project_is_made_with_its_first_key_and_found_by_name_or_id(world: World) -> None:
    created = world.key(project="support")
    reader = world.store.reader
    assert reader.project_by_name("support") == reader.project_by_name(created.key.project_id)
    assert reader.project_by_name("none") is None
    assert world.key(project="support").key.project_id == created.key.project_id
    assert reader.count_projects() == 1


def test_a_name_of_a_project_wins_over_an_id(world: World) -> None:
    first = world.key(project="one")
    second = world.key(project=f"two {first.key.project_id}")
    assert second.key.project_id != first.key.project_id
    found = world.store.reader.project_by_name(first.key.project_id)
    assert found is not None
    assert found.name == "one"


def test_keys_of_one_name_and_type_share_an_integration(world: World) -> None:
    first, second = world.key("web", name="site"), world.key("web", name="site")
    other, api = world.key("web", name="docs"), world.key("api", name="site")
    assert first.key.integration_id == second.key.integration_id
    assert len({each.key.integration_id for each in (first, other, api)}) == 3


def test_integrations_of_web_keys_are_listed_by_project(world: World) -> None:
    site = world.key("web", name="site").key
    world.key("api")
    world.key("web", project="other")
    assert world.store.reader.web_integrations(site.project_id) == (site.integration_id,)


def test_keys_are_listed_oldest_first_without_their_secrets(world: World) -> None:
    made = [world.key(), world.key("web"), world.key(project="other")]
    listed = world.store.reader.all_keys()
    assert [key.id for key in listed] == [each.key.id for each in made]
    assert all(each.secret not in repr(listed) for each in made)


def test_a_revoked_key_is_recognised_no_more_and_stays_listed(world: World) -> None:
    created = world.key()
    caller = keys.recognise(world.store.reader, created.secret)
    assert caller is not None
    world.now += 5
    revoke(world, created.key.id)
    assert keys.recognise(world.store.reader, created.secret) is None
    assert not keys.is_valid(world.store.reader, caller)
    assert [key.revoked_at for key in world.store.reader.all_keys()] == [NOON + 5]


def test_a_key_is_revoked_once(world: World) -> None:
    created = world.key()
    revoke(world, created.key.id)
    world.now += 5
    revoke(world, created.key.id)
    assert [key.revoked_at for key in world.store.reader.all_keys()] == [NOON]


def test_an_unknown_key_cannot_be_revoked(world: World) -> None:
    with pytest.raises(NotFoundError):
        revoke(world, "key_none")


def test_a_rotated_key_makes_place_for_one_with_the_same_rights(world: World) -> None:
    old = world.key("web", name="site", may_delete=True)
    new = world.store.writer.write(lambda writing: keys.rotate(writing, old.key.id, world.facts()))
    assert keys.recognise(world.store.reader, old.secret) is None
    assert (new.key.integration_id, new.key.may_delete) == (old.key.integration_id, 1)
    with pytest.raises(InvalidRequestError):
        world.store.writer.write(lambda writing: keys.rotate(writing, old.key.id, world.facts()))


def test_a_rotation_may_leave_the_old_key_for_a_while(world: World) -> None:
    old = world.key()
    world.store.writer.write(lambda writing: keys.rotate(writing, old.key.id, world.facts(), keeps_old=True))
    assert keys.recognise(world.store.reader, old.secret) is not None


def test_a_secret_of_ones_own_is_used_once_even_after_it_was_revoked(world: World) -> None:
    created = world.key(secret="my-own-secret-of-many-characters")
    revoke(world, created.key.id)
    with pytest.raises(InvalidRequestError):
        world.key(secret="my-own-secret-of-many-characters")


def test_a_key_that_is_refused_leaves_no_project_behind(world: World) -> None:
    with pytest.raises(InvalidRequestError):
        world.key("no-type", project="new")
    assert world.store.reader.all_projects() == []


def test_the_last_use_of_a_key_only_goes_forward(world: World) -> None:
    rid = world.key().key.rid
    for moment in (NOON, NOON + 9, NOON + 3):
        note_use(world, rid, moment)
    assert [key.last_used_at for key in world.store.reader.all_keys()] == [NOON + 9]


def test_an_answer_is_remembered_by_key_and_name(world: World, api: Caller) -> None:
    request = Remembered(b"print", b"answer", "/conversations/c")
    remember(world, api, "k", request)
    reader = world.store.reader
    assert reader.recall(api.key_rid, "k") == request
    assert reader.recall(api.key_rid, "other") is None
    assert reader.recall(api.key_rid + 1, "k") is None


def test_old_answers_are_forgotten_and_young_ones_are_not(world: World, api: Caller) -> None:
    for name, moment in (("old", NOON - 1), ("young", NOON)):
        remember(world, api, name, Remembered(b"", b"answer"), now=moment)
    world.store.writer.write(lambda writing: writing.forget(before=NOON))
    assert world.store.reader.recall(api.key_rid, "old") is None
    assert world.store.reader.recall(api.key_rid, "young") is not None


def test_answers_that_tell_of_a_deleted_row_are_emptied_in_its_project_alone(
    world: World, api: Caller
) -> None:
    other = world.caller(project="other")
    request = Remembered(b"print", b"secret", "/conversations/c")
    for caller in (api, other):
        remember(world, caller, "k", request)
    world.store.writer.write(lambda writing: writing.empty_answers(api.project_rid, "/conversations/c"))
    reader = world.store.reader
    assert reader.recall(api.key_rid, "k") == Remembered(b"print", b"", None)
    assert reader.recall(other.key_rid, "k") == request


def test_an_import_goes_on_where_it_was(world: World, api: Caller) -> None:
    assert world.store.reader.progress(api.project_rid, "a.jsonl") == Progress()
    for reached in (Progress(10, 9, 1), Progress(20, 18, 2)):
        keep_progress(world, api, reached)
    assert world.store.reader.progress(api.project_rid, "a.jsonl") == Progress(20, 18, 2)
    assert world.store.reader.progress(api.project_rid, "b.jsonl") == Progress()


def test_who_imports_has_a_place_of_its_own_that_is_made_once(world: World) -> None:
    made = [
        world.store.writer.write(lambda writing: caller_for(writing, "new", world.facts())) for _ in range(2)
    ]
    assert made[0] == made[1]
    assert made[0].integration_id
    assert world.store.reader.count_projects() == 1


def test_a_job_that_is_refused_takes_back_all_that_it_wrote(world: World, api: Caller) -> None:
    def write(writing: Writing) -> None:
        writing.remember(api.key_rid, "k", Remembered(b"", b""), now=NOON)
        sentence = "no"
        raise ServiceError(sentence)

    with pytest.raises(ServiceError, match="no"):
        world.store.writer.write(write)
    assert world.store.reader.recall(api.key_rid, "k") is None


def test_a_part_that_is_refused_is_taken_back_alone(world: World, api: Caller) -> None:
    def part(writing: Writing) -> None:
        with writing:
            writing.remember(api.key_rid, "gone", Remembered(b"", b""), now=NOON)
            sentence = "no"
            raise ServiceError(sentence)

    def write(writing: Writing) -> None:
        writing.remember(api.key_rid, "kept", Remembered(b"", b""), now=NOON)
        with pytest.raises(ServiceError):
            part(writing)

    world.store.writer.write(write)
    assert world.store.reader.recall(api.key_rid, "kept") is not None
    assert world.store.reader.recall(api.key_rid, "gone") is None


def test_what_was_answered_is_there_after_the_store_is_opened_again(opening: Callable[[], Store]) -> None:
    first = World(opening())
    created, caller = first.key(), first.caller()
    first.log(caller, {"role": "user", "content": "a"}, id="c")
    before = (first.get(caller, "c"), first.newest())
    first.store.close()
    second = World(opening())
    assert (second.get(caller, "c"), second.newest()) == before
    assert keys.recognise(second.store.reader, created.secret) is not None
    second.store.close()
