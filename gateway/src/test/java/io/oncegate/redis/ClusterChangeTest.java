package io.oncegate.redis;

import static io.oncegate.core.Sample.OTHER;
import static io.oncegate.core.Sample.by;
import static io.oncegate.core.Sample.request;
import static io.oncegate.core.StoreUnderTest.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisException;
import io.oncegate.core.ClaimOutcome;
import io.oncegate.core.EntryId;
import io.oncegate.core.IdempotencyStore;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cluster changes, and a gateway that goes on finds its way. */
class ClusterChangeTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aReplicaThatTakesOverIsFollowedWithoutARestart(int replicasToWait) {
        try (LocalCluster cluster = LocalCluster.ofSix()) {
            IdempotencyStore store = store(cluster, replicasToWait);
            EntryId before = LocalCluster.idAt(0, "before");
            assertGranted(store, before);
            cluster.awaitReplica(0);

            cluster.takeOver(3);
            cluster.awaitReplica(3);

            assertBusyInTheEnd(store, before);
            EntryId after = LocalCluster.idAt(0, "after");
            assertGrantedInTheEnd(store, after);
            assertThat(cluster.node(3).record(after)).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aNodeThatWasAddedIsFoundWithoutARestart(int replicasToWait) {
        try (LocalCluster cluster = LocalCluster.ofSix()) {
            IdempotencyStore store = store(cluster, replicasToWait);
            EntryId id = LocalCluster.idAt(0, "k");
            assertGranted(store, id);

            RedisNode added = cluster.join();
            RedisNode replica = cluster.join();
            replica.commands().clusterReplicate(added.commands().clusterMyId());
            cluster.awaitReplica(6);
            int slot = LocalCluster.slot(id);
            cluster.beginMove(slot, cluster.node(0), added);
            cluster.moveKeys(slot, cluster.node(0), added);
            cluster.endMove(slot, cluster.node(0), added);

            assertBusyInTheEnd(store, id);
            added.commands().del(RedisKeys.bytes(id));
            assertGrantedInTheEnd(store, id);
            assertThat(added.record(id)).isPresent();
        }
    }

    @Test
    void slotsThatNobodyHasAreAnErrorAndTheOthersGoOnWhereTheClusterLetsThem() {
        try (LocalCluster cluster = new LocalCluster()) {
            for (RedisNode node : cluster.all()) {
                node.commands().configSet("cluster-require-full-coverage", "no");
            }
            IdempotencyStore store = store(cluster, 0);
            for (int primary = 0; primary < LocalCluster.nodes(); primary++) {
                assertGranted(store, LocalCluster.idAt(primary, "before"));
            }
            cluster.node(0).kill();
            await().atMost(LONG)
                    .untilAsserted(
                            () -> assertThat(cluster.commands(1).clusterInfo()).contains("cluster_slots_fail:5461"));

            assertThatThrownBy(() -> result(store.claim(request(LocalCluster.idAt(0, "after")))))
                    .isInstanceOf(RedisException.class);
            assertGranted(store, LocalCluster.idAt(1, "after"));
            assertGranted(store, LocalCluster.idAt(2, "after"));
        }
    }

    @Test
    void aClusterThatWantsAllSlotsServedTakesNoClaimsWithoutSome() {
        try (LocalCluster cluster = new LocalCluster()) {
            IdempotencyStore store = store(cluster, 0);
            assertGranted(store, LocalCluster.idAt(1, "before"));
            cluster.node(0).kill();
            await().atMost(LONG)
                    .untilAsserted(
                            () -> assertThat(cluster.commands(1).clusterInfo()).contains("cluster_state:fail"));

            assertThatThrownBy(() -> result(store.claim(request(LocalCluster.idAt(1, "after")))))
                    .hasMessageContaining("CLUSTERDOWN");
        }
    }

    @Test
    void onlyThePrimaryWithoutAReplicaCountsNoClaims() {
        try (LocalCluster cluster = LocalCluster.ofSix()) {
            RedisConnection connection = new RedisConnection(cluster::client);
            IdempotencyStore store = new RedisIdempotencyStore(
                    new RedisConnection(cluster::client),
                    AnswerSeal.plain(),
                    new ReplicaWait(connection, 1, Duration.ofMillis(300)));
            RedisAudit audit = new RedisAudit(connection, LONG, 1, Clock.systemUTC());
            assertThat(result(audit.report()).warnings()).noneMatch(it -> it.contains("replicas-to-wait"));
            cluster.node(3).kill();
            await().atMost(LONG)
                    .until(() -> cluster.commands(0).info("replication").contains("connected_slaves:0"));

            assertThatThrownBy(() -> result(store.claim(request(LocalCluster.idAt(0, "k")))))
                    .hasMessageContaining("0 of 1 replicas");
            assertGranted(store, LocalCluster.idAt(1, "k"));
            assertThat(result(audit.report()).warnings())
                    .anyMatch(it -> it.contains("replicas-to-wait is 1, and a primary has 0 replicas"));
        }
    }

    private static IdempotencyStore store(LocalCluster cluster, int replicasToWait) {
        RedisConnection connection = new RedisConnection(cluster::client);
        return replicasToWait == 0
                ? new RedisIdempotencyStore(connection)
                : new RedisIdempotencyStore(
                        connection,
                        AnswerSeal.plain(),
                        new ReplicaWait(new RedisConnection(cluster::client), replicasToWait, LONG));
    }

    private static void assertGranted(IdempotencyStore store, EntryId id) {
        assertThat(result(store.claim(request(id)))).isInstanceOf(ClaimOutcome.Granted.class);
    }

    /** The driver may look a moment later; until then a claim is an error, and never granted to two. */
    private static void assertGrantedInTheEnd(IdempotencyStore store, EntryId id) {
        await().atMost(LONG).ignoreExceptions().untilAsserted(() -> assertGranted(store, id));
    }

    private static void assertBusyInTheEnd(IdempotencyStore store, EntryId id) {
        await().atMost(LONG).ignoreExceptions().untilAsserted(() -> assertThat(
                        result(store.claim(by(OTHER, request(id)))))
                .isInstanceOf(ClaimOutcome.Busy.class));
    }
}
