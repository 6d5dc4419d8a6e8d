package io.oncegate.core;

import static io.oncegate.core.Sample.CREATED;
import static io.oncegate.core.Sample.LEASE;
import static io.oncegate.core.Sample.id;
import static io.oncegate.core.Sample.request;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The part of the contract about lists. */
public interface EntryListContract extends AdminUnderTest {

    Duration LONG = Duration.ofSeconds(30);

    private static EntryFilter of(String namespace, Optional<String> caller, EntryState... states) {
        return new EntryFilter(
                Optional.of(namespace), caller, Optional.empty(), Set.of(states), Optional.empty(), Optional.empty());
    }

    private EntryListing.Page page(EntryFilter filter, Optional<String> cursor, int limit, Duration budget) {
        EntryListing listing = StoreUnderTest.result(admin().list(filter, new EntryListing.Ask(cursor, limit, budget)));
        assertThat(listing).isInstanceOf(EntryListing.Page.class);
        return (EntryListing.Page) listing;
    }

    /** All pages, each no larger than it may be. */
    private List<EntryId> walked(EntryFilter filter, int limit, Duration budget) {
        List<EntryId> all = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            EntryListing.Page page = page(filter, cursor, limit, budget);
            assertThat(page.entries()).hasSizeLessThanOrEqualTo(limit);
            page.entries().forEach(entry -> all.add(entry.id()));
            cursor = page.next();
        } while (cursor.isPresent());
        return all;
    }

    private List<EntryId> listed(EntryFilter filter) {
        return walked(filter, 100, LONG);
    }

    private List<EntryId> many(String namespace, int count) {
        List<EntryId> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(id(namespace, "alice", "key-" + i));
            granted(request(ids.get(i)));
        }
        return ids;
    }

    @Test
    default void emptyStoreHasOneEmptyPage() {
        assertThat(page(EntryFilter.ALL, Optional.empty(), 10, LONG))
                .isEqualTo(new EntryListing.Page(List.of(), Optional.empty()));
    }

    @Test
    default void pagesTogetherHaveEveryEntryOnceWhateverTheirSize() {
        List<EntryId> ids = many("orders", 300);
        for (int limit : new int[] {7, 50, 299, 300, 1000}) {
            assertThat(walked(EntryFilter.ALL, limit, LONG)).as("%d", limit).containsExactlyInAnyOrderElementsOf(ids);
        }
    }

    @Test
    default void walkGetsOnEvenWithoutTime() {
        List<EntryId> ids = many("orders", 60);

        assertThat(walked(EntryFilter.ALL, 10, Duration.ZERO)).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    default void namespaceAndCallerAreExactWhateverIsInThem() {
        List<String> words = List.of("a", "a*", "a?", "[a]", "a:b", "b", "\\a", "a b", "\u00fc");
        for (String namespace : words) {
            for (String caller : words) {
                granted(request(id(namespace, caller, "k")));
            }
        }
        for (String namespace : words) {
            assertThat(listed(of(namespace, Optional.empty()))).hasSize(words.size());
            for (String caller : words) {
                assertThat(listed(of(namespace, Optional.of(caller)))).containsExactly(id(namespace, caller, "k"));
            }
        }
        EntryFilter anywhere = new EntryFilter(
                Optional.empty(), Optional.of("a*"), Optional.empty(), Set.of(), Optional.empty(), Optional.empty());
        assertThat(listed(anywhere)).hasSize(words.size());
    }

    @Test
    default void aKeyIsFoundWhosever() {
        List<EntryId> same =
                List.of(id("orders", "alice", "k:*"), id("orders", "bob", "k:*"), id("refunds", "a:k", "k:*"));
        same.forEach(id -> granted(request(id)));
        granted(request(id("orders", "alice", "k:*2")));
        granted(request(id("orders", "k:*", "k")));

        assertThat(listed(new EntryFilter(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("k:*"),
                        Set.of(),
                        Optional.empty(),
                        Optional.empty())))
                .containsExactlyInAnyOrderElementsOf(same);
    }

    @Test
    default void statesAreTold() {
        EntryId lapsed = id("lapsed");
        granted(request(lapsed));
        advance(LEASE);
        EntryId running = id("running");
        granted(request(running));
        EntryId kept = id("kept");
        complete(granted(request(kept)), CREATED);
        EntryId unknown = id("unknown");
        settle(granted(request(unknown)), new Ending.Unknown());
        EntryId released = id("released");
        settle(granted(request(released)), new Ending.Unknown());
        release(seen(released));

        assertThat(listed(of("orders", Optional.empty(), EntryState.LAPSED))).containsExactly(lapsed);
        assertThat(listed(of("orders", Optional.empty(), EntryState.IN_FLIGHT))).containsExactly(running);
        assertThat(listed(of("orders", Optional.empty(), EntryState.KEPT))).containsExactly(kept);
        assertThat(listed(of("orders", Optional.empty(), EntryState.RELEASED))).containsExactly(released);
        assertThat(listed(of("orders", Optional.empty(), EntryState.LAPSED, EntryState.UNKNOWN)))
                .containsExactlyInAnyOrder(lapsed, unknown);
        assertThat(listed(of("orders", Optional.empty(), EntryState.EXPIRED))).isEmpty();
    }

    @Test
    default void ageIsHowLongTheyAreInTheirState() {
        EntryId older = id("older");
        settle(granted(request(older)), new Ending.Unknown());
        advance(Duration.ofHours(2));
        EntryId younger = id("younger");
        settle(granted(request(younger)), new Ending.Unknown());
        Optional<Duration> hour = Optional.of(Duration.ofHours(1));

        assertThat(listed(new EntryFilter(
                        Optional.empty(), Optional.empty(), Optional.empty(), Set.of(), hour, Optional.empty())))
                .containsExactly(older);
        assertThat(listed(new EntryFilter(
                        Optional.empty(), Optional.empty(), Optional.empty(), Set.of(), Optional.empty(), hour)))
                .containsExactly(younger);
    }

    @Test
    default void whatIsListedIsWhatIsFoundAndCanBeChanged() {
        EntryId id = id("listed");
        settle(granted(request(id)), new Ending.Unknown());

        EntrySummary listed =
                page(EntryFilter.ALL, Optional.empty(), 10, LONG).entries().get(0);

        assertThat(listed.version()).isEqualTo(seen(id).version());
        assertThat(listed.details()).isEqualTo(seen(id).details());
        assertThat(AdminUnderTest.after(release(listed))).contains(EntryState.RELEASED);
    }

    @Test
    default void cursorThatWasNeverGivenOutIsRefused() {
        for (String cursor : List.of("", "!", "AAAA", "\u20ac", "x".repeat(10_000))) {
            assertThat(StoreUnderTest.result(
                            admin().list(EntryFilter.ALL, new EntryListing.Ask(Optional.of(cursor), 10, LONG))))
                    .as(cursor)
                    .isEqualTo(new EntryListing.WrongCursor());
        }
    }
}
