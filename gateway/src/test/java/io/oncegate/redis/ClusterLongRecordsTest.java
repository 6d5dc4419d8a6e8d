package io.oncegate.redis;

import static io.oncegate.core.Sample.OTHER;
import static io.oncegate.core.Sample.by;
import static io.oncegate.core.Sample.request;
import static io.oncegate.core.StoreUnderTest.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.oncegate.core.Answer;
import io.oncegate.core.Claim;
import io.oncegate.core.ClaimOutcome;
import io.oncegate.core.Ending;
import io.oncegate.core.EntryId;
import io.oncegate.core.IdempotencyStore;
import io.oncegate.core.Sample;
import io.oncegate.core.Settlement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A long record is put beside its entry in a cluster too, and settled in the other way where its slot is moving. */
class ClusterLongRecordsTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Answer.Kept ANSWER = answer();

    private static LocalCluster cluster;
    private static IdempotencyStore store;

    private static Answer.Kept answer() {
        byte[] body = new byte[SettleScript.LONG];
        Arrays.fill(body, (byte) 'x');
        return new Answer.Kept(201, Sample.CREATED.headers(), body);
    }

    @BeforeAll
    static void start() {
        cluster = new LocalCluster();
        store = new RedisIdempotencyStore(new RedisConnection(cluster::client));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static void claimed(EntryId id) {
        assertThat(result(store.claim(request(id)))).isInstanceOf(ClaimOutcome.Granted.class);
    }

    private static Settlement settled(EntryId id) {
        return result(store.settle(new Claim(request(id), 1), new Ending.Completed(ANSWER)));
    }

    private static ClaimOutcome asked(EntryId id) {
        return result(store.claim(by(OTHER, request(id))));
    }

    private static long renamed() {
        return cluster.all().stream().mapToLong(node -> node.calls("rename")).sum();
    }

    @Test
    void itsSlotIsTheEntrysOnEveryNode() {
        long before = renamed();
        List<EntryId> ids = java.util.stream.IntStream.range(0, 200)
                .mapToObj(i -> Sample.id("anywhere-" + i))
                .toList();
        ids.forEach(ClusterLongRecordsTest::claimed);

        assertThat(ids).allSatisfy(id -> {
            assertThat(settled(id)).isEqualTo(Settlement.LANDED);
            assertThat(asked(id)).isEqualTo(new ClaimOutcome.Replay(ANSWER));
        });
        assertThat(renamed() - before).isEqualTo(ids.size());
    }

    /** The entry is still at the one node, or at the other already. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whereItsSlotIsMovingItIsKeptAllTheSame(boolean moved) {
        EntryId id = LocalCluster.idAt(0, "moving-" + moved);
        RedisNode from = cluster.node(0);
        RedisNode to = cluster.node(1);
        claimed(id);
        cluster.beginMove(LocalCluster.slot(id), from, to);
        if (moved) {
            cluster.moveKeys(LocalCluster.slot(id), from, to);
        }

        assertThat(settled(id)).isEqualTo(Settlement.LANDED);
        assertThat(asked(id)).isEqualTo(new ClaimOutcome.Replay(ANSWER));

        cluster.moveKeys(LocalCluster.slot(id), from, to);
        cluster.endMove(LocalCluster.slot(id), from, to);
        await().atMost(LONG).ignoreExceptions().untilAsserted(() -> assertThat(asked(id))
                .isEqualTo(new ClaimOutcome.Replay(ANSWER)));
        assertThat(to.record(id)).isPresent();
    }
}
