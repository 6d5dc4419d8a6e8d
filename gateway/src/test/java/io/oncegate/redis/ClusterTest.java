package io.oncegate.redis;

import static io.oncegate.core.Sample.CREATED;
import static io.oncegate.core.Sample.OTHER;
import static io.oncegate.core.Sample.by;
import static io.oncegate.core.Sample.id;
import static io.oncegate.core.Sample.request;
import static io.oncegate.core.StoreUnderTest.result;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.oncegate.core.CallerLimits;
import io.oncegate.core.Claim;
import io.oncegate.core.ClaimOutcome;
import io.oncegate.core.ClaimRequest;
import io.oncegate.core.Ending;
import io.oncegate.core.EntryChange;
import io.oncegate.core.EntryId;
import io.oncegate.core.EntryVersion;
import io.oncegate.core.IdempotencyStore;
import io.oncegate.core.Sample;
import io.oncegate.core.Scope;
import io.oncegate.core.Settlement;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** Six nodes: what is asked of one slot stays there, what is said is heard at every node, and slots move under way. */
class ClusterTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int GROUPS = 256;
    private static final int SLOTS_OF_A_GROUP = 16_384 / GROUPS;

    private static LocalCluster cluster;
    private static IdempotencyStore store;
    private static IdempotencyStore waiting;

    @BeforeAll
    static void start() {
        cluster = LocalCluster.ofSix();
        store = new RedisIdempotencyStore(new RedisConnection(cluster::client));
        waiting = waiting();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static IdempotencyStore waiting() {
        return new RedisIdempotencyStore(
                new RedisConnection(cluster::client),
                AnswerSeal.plain(),
                new ReplicaWait(new RedisConnection(cluster::client), 1, LONG));
    }

    private static IdempotencyStore store(int replicasToWait) {
        return replicasToWait == 0 ? store : waiting;
    }

    /** One in each of 256 groups of neighbouring slots. */
    private static List<EntryId> everywhere(String prefix) {
        BitSet seen = new BitSet();
        return IntStream.iterate(0, i -> seen.cardinality() < GROUPS, i -> i + 1)
                .mapToObj(i -> id(prefix + "-" + i))
                .filter(id -> {
                    int group = LocalCluster.slot(id) / SLOTS_OF_A_GROUP;
                    boolean isNew = !seen.get(group);
                    seen.set(group);
                    return isNew;
                })
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void everyScriptRunsInOneSlotWhereverThatIs(int replicasToWait) {
        IdempotencyStore asked = store(replicasToWait);
        RedisEntryAdmin admin = new RedisEntryAdmin(new RedisConnection(cluster::client), Sample.INSTANCE);
        RedisCallerUsage usage = new RedisCallerUsage(new RedisConnection(cluster::client));

        List<EntryId> ids = everywhere("everywhere-" + replicasToWait);
        Long done = result(Flux.fromIterable(ids)
                .flatMap(
                        id -> {
                            ClaimRequest request = request(id);
                            Claim claim = new Claim(request, 1);
                            Scope caller = new Scope("orders", id.key().value());
                            return asked.claim(request)
                                    .doOnNext(it -> assertThat(it).isEqualTo(new ClaimOutcome.Granted(claim)))
                                    .then(asked.claim(by(OTHER, request)))
                                    .doOnNext(it -> assertThat(it).isInstanceOf(ClaimOutcome.Busy.class))
                                    .then(asked.renew(claim))
                                    .doOnNext(it -> assertThat(it).isEqualTo(Settlement.LANDED))
                                    .then(asked.settle(claim, new Ending.NotExecuted()))
                                    .doOnNext(it -> assertThat(it).isEqualTo(Settlement.LANDED))
                                    .then(asked.claim(request))
                                    .then(asked.settle(claim, new Ending.Completed(CREATED)))
                                    .doOnNext(it -> assertThat(it).isEqualTo(Settlement.LANDED))
                                    .then(asked.claim(by(OTHER, request)))
                                    .doOnNext(it -> assertThat(it).isEqualTo(new ClaimOutcome.Replay(CREATED)))
                                    .then(usage.take(caller, new CallerLimits(5, 5), Duration.ofHours(1)))
                                    .then(admin.find(id))
                                    .map(found -> found.orElseThrow().summary().version())
                                    .flatMap((EntryVersion version) -> admin.delete(id, version))
                                    .doOnNext(it -> assertThat(it).isInstanceOf(EntryChange.Changed.class));
                        },
                        16)
                .count());

        assertThat(done).isEqualTo(GROUPS);
    }

    @Test
    void whoWaitsAtAnyNodeHearsOfAnEndAtAnyOther() {
        List<EntryId> heard = new CopyOnWriteArrayList<>();
        IdempotencyStore another = new RedisIdempotencyStore(new RedisConnection(cluster::gateway));
        Disposable listening = another.settled().subscribe(heard::add);
        try {
            await().atMost(LONG)
                    .until(() -> cluster.all().stream()
                                    .mapToLong(ClusterTest::listeners)
                                    .sum()
                            == 1);
            for (int primary = 0; primary < LocalCluster.nodes(); primary++) {
                EntryId id = LocalCluster.idAt(primary, "heard");
                result(store.claim(request(id)));
                assertThat(result(store.claim(by(OTHER, request(id))))).isInstanceOf(ClaimOutcome.Busy.class);
                result(store.settle(new Claim(request(id), 1), new Ending.Completed(CREATED)));
                await().atMost(LONG).untilAsserted(() -> assertThat(heard).contains(id));
            }
            // the listener is at one of the six, and keys were at three
            assertThat(heard).hasSize(LocalCluster.nodes());
        } finally {
            listening.dispose();
        }
    }

    private static long listeners(RedisNode node) {
        return node.commands().pubsubNumsub(SettledChannel.NAME.getBytes(US_ASCII)).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aSlotThatMovedAwayIsFollowed(int replicasToWait) {
        IdempotencyStore asked = store(replicasToWait);
        EntryId id = LocalCluster.idAt(0, "moved-" + replicasToWait);
        int slot = LocalCluster.slot(id);
        RedisNode from = cluster.node(0);
        RedisNode to = cluster.node(1);
        Claim claim = granted(asked, id);
        long moved = from.errors("MOVED");

        cluster.beginMove(slot, from, to);
        cluster.moveKeys(slot, from, to);
        cluster.endMove(slot, from, to);

        assertThat(result(asked.claim(by(OTHER, request(id))))).isInstanceOf(ClaimOutcome.Busy.class);
        assertThat(from.errors("MOVED")).isGreaterThan(moved);
        assertThat(result(asked.settle(claim, new Ending.NotExecuted()))).isEqualTo(Settlement.LANDED);
        assertThat(granted(asked, id).attempt()).isEqualTo(1);
        assertThat(to.record(id)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aSlotThatIsJustMovingIsAskedForWhereItsKeysAre(int replicasToWait) {
        IdempotencyStore asked = store(replicasToWait);
        EntryId id = LocalCluster.idAt(1, "moving-" + replicasToWait);
        int slot = LocalCluster.slot(id);
        RedisNode from = cluster.node(1);
        RedisNode to = cluster.node(2);
        Claim claim = granted(asked, id);
        long asks = from.errors("ASK");

        cluster.beginMove(slot, from, to);
        // still where it was
        assertThat(result(asked.renew(claim))).isEqualTo(Settlement.LANDED);
        assertThat(from.errors("ASK")).isEqualTo(asks);
        cluster.moveKeys(slot, from, to);

        assertThat(result(asked.claim(by(OTHER, request(id))))).isInstanceOf(ClaimOutcome.Busy.class);
        assertThat(from.errors("ASK")).isGreaterThan(asks);
        assertThat(result(asked.renew(claim))).isEqualTo(Settlement.LANDED);
        assertThat(result(asked.settle(claim, new Ending.NotExecuted()))).isEqualTo(Settlement.LANDED);
        granted(asked, id);
        cluster.endMove(slot, from, to);
        assertThat(to.record(id)).isPresent();
        assertThat(result(asked.claim(by(OTHER, request(id))))).isInstanceOf(ClaimOutcome.Busy.class);
    }

    @Test
    void aGatewayNeedsToSeeTheNodesAndToAskBesidesItsOtherRights() {
        List<String> rules = Stream.of(
                        Stream.of("SETUSER", "oncegate", "reset"),
                        AclTest.rights(),
                        Stream.of("+cluster|nodes", "+cluster|myid", "+asking", ">secret"))
                .flatMap(it -> it)
                .toList();
        for (RedisNode node : cluster.all()) {
            CommandArgs<byte[], byte[]> arguments = new CommandArgs<>(ByteArrayCodec.INSTANCE);
            rules.forEach(arguments::add);
            node.commands().dispatch(CommandType.ACL, new StatusOutput<>(ByteArrayCodec.INSTANCE), arguments);
            node.commands().aclLogReset();
        }
        RedisClusterClient client = cluster.gateway("oncegate", "secret");
        IdempotencyStore restricted = new RedisIdempotencyStore(
                new RedisConnection(() -> client),
                AnswerSeal.plain(),
                new ReplicaWait(new RedisConnection(() -> client), 1, LONG));
        EntryId id = LocalCluster.idAt(2, "restricted");
        int slot = LocalCluster.slot(id);

        cluster.beginMove(slot, cluster.node(2), cluster.node(0));
        Claim claim = granted(restricted, id);
        assertThat(result(restricted.settle(claim, new Ending.Completed(CREATED))))
                .isEqualTo(Settlement.LANDED);
        cluster.endMove(slot, cluster.node(2), cluster.node(0));

        // a name for its connections is a courtesy of the driver's, which goes on without
        assertThat(cluster.all()).flatMap(node -> node.commands().aclLog()).allSatisfy(refused -> assertThat(refused)
                .containsEntry("object", "client|setname"));
    }

    private static Claim granted(IdempotencyStore store, EntryId id) {
        ClaimOutcome outcome = result(store.claim(request(id)));
        assertThat(outcome).isInstanceOf(ClaimOutcome.Granted.class);
        return ((ClaimOutcome.Granted) outcome).claim();
    }
}
