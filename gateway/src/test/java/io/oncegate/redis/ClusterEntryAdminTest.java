package io.oncegate.redis;

import static io.oncegate.core.Sample.OTHER;
import static io.oncegate.core.Sample.by;
import static io.oncegate.core.Sample.id;
import static io.oncegate.core.Sample.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.oncegate.core.Claim;
import io.oncegate.core.ClaimOutcome;
import io.oncegate.core.ClaimRequest;
import io.oncegate.core.Ending;
import io.oncegate.core.EntryAdmin;
import io.oncegate.core.EntryChange;
import io.oncegate.core.EntryFilter;
import io.oncegate.core.EntryId;
import io.oncegate.core.EntryListing;
import io.oncegate.core.EntryState;
import io.oncegate.core.EntrySummary;
import io.oncegate.core.IdempotencyStore;
import io.oncegate.core.Sample;
import io.oncegate.core.StoreUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In a cluster every node has its own keys and its own cursor. */
class ClusterEntryAdminTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int ENTRIES = 300;

    private static LocalCluster cluster;
    private static IdempotencyStore store;
    private static EntryAdmin admin;

    @BeforeAll
    static void start() {
        cluster = new LocalCluster();
        store = new RedisIdempotencyStore(new RedisConnection(cluster::client));
        admin = new RedisEntryAdmin(new RedisConnection(cluster::client), Sample.INSTANCE);
        for (EntryId id : ids()) {
            unknown(id);
        }
        for (int node = 0; node < LocalCluster.nodes(); node++) {
            assertThat(cluster.keys(node)).isGreaterThan(ENTRIES / 10);
        }
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static List<EntryId> ids() {
        return IntStream.range(0, ENTRIES).mapToObj(i -> id("key-" + i)).toList();
    }

    private static void unknown(EntryId id) {
        ClaimOutcome outcome = StoreUnderTest.result(store.claim(request(id)));
        Claim claim = ((ClaimOutcome.Granted) outcome).claim();
        StoreUnderTest.result(store.settle(claim, new Ending.Unknown()));
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 100, 1000})
    void pagesTogetherHaveTheEntriesOfEveryNode(int limit) {
        EntryFilter orders = new EntryFilter(
                Optional.of("orders"),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                Optional.empty(),
                Optional.empty());
        List<EntryId> all = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            EntryListing.Page page = (EntryListing.Page)
                    StoreUnderTest.result(admin.list(orders, new EntryListing.Ask(cursor, limit, LONG)));
            assertThat(page.entries()).hasSizeLessThanOrEqualTo(limit);
            page.entries().forEach(entry -> all.add(entry.id()));
            cursor = page.next();
        } while (cursor.isPresent());

        assertThat(all).containsExactlyInAnyOrderElementsOf(ids());
    }

    @Test
    void entriesOfEveryNodeAreFoundAndChanged() {
        List<EntryId> others = IntStream.range(0, 30)
                .mapToObj(i -> id("refunds", "bob", "key-" + i))
                .toList();
        for (EntryId id : others) {
            unknown(id);
            EntrySummary seen =
                    StoreUnderTest.result(admin.find(id)).orElseThrow().summary();
            assertThat(seen.state()).isEqualTo(EntryState.UNKNOWN);

            assertThat(StoreUnderTest.result(admin.release(id, seen.version())))
                    .isInstanceOf(EntryChange.Changed.class);

            ClaimRequest retry = by(OTHER, request(id));
            assertThat(StoreUnderTest.result(store.claim(retry)))
                    .isEqualTo(new ClaimOutcome.Granted(new Claim(retry, 2)));
        }
    }

    @Test
    void cursorOfANodeThatIsNotThereIsRefused() {
        String elsewhere = new WalkPosition("0".repeat(40), "17").text();

        assertThat(StoreUnderTest.result(
                        admin.list(EntryFilter.ALL, new EntryListing.Ask(Optional.of(elsewhere), 10, LONG))))
                .isEqualTo(new EntryListing.WrongCursor());
    }
}
