package io.oncegate.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.oncegate.systemtest.History.Strike;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A primary of Redis dies while clients order: by configuration alone gateways go on with the one that takes its place. */
class FailoverTest {

    private static final int CLIENTS = 8;
    private static final int ORDERS_BEFORE = 60;
    private static final int ORDERS_AFTER = 120;
    private static final Duration LONGEST_ORDER = Duration.ofMinutes(1);
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static PostgresProcess postgres;
    private static OrderServiceProcess service;

    private final History history = new History();
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicBoolean enough = new AtomicBoolean();

    @BeforeAll
    static void start() {
        postgres = PostgresProcess.start();
        service = OrderServiceProcess.start(postgres, "--orders.reorder-window=0s");
    }

    @AfterAll
    static void stop() {
        Closing.all(service, postgres);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STANDALONE")
    void noOrderIsDuplicatedAndNoGatewayIsRestarted(Topology topology) {
        try (RedisTopology redis = topology.start(Ground.loopback());
                GatewayProcess one = gateway(redis);
                GatewayProcess other = gateway(redis)) {
            List<Http> gateways = List.of(one.http(), other.http());
            List<CompletableFuture<Void>> clients = IntStream.range(0, CLIENTS)
                    .mapToObj(client -> CompletableFuture.runAsync(() -> order(gateways, client), new OwnThread()))
                    .toList();
            awaitOrders(ORDERS_BEFORE);

            killAPrimary(redis.shards().get(0));
            enough.set(true);
            clients.forEach(CompletableFuture::join);

            HistoryReport report = HistoryReport.of(history, List.of());
            System.out.println(topology + "\n\n" + report.text());
            if (Boolean.getBoolean("oncegate.write-docs")) {
                HistoryPage.addFailover(topology, Recovery.of(history).get(0).toString());
            }
            assertThat(HistoryChecker.check(history, new Tables(postgres.dataSource()).made(Route.ORDERS)))
                    .isEmpty();
            assertThat(Stream.of(one, other))
                    .allMatch(gateway -> gateway.process().isAlive());
        }
    }

    /** And goes on until clients are served as before. */
    private void killAPrimary(Shard shard) {
        RedisProcess primary = shard.primary();
        long from = System.nanoTime();
        primary.kill();
        Eventually.happens("a replica took its primary's place", () -> shard.isReplaced(primary));
        long replaced = System.nanoTime();
        awaitOrders(ended.get() + ORDERS_AFTER);
        history.add(new Strike("primary killed", Loss.latest(shard), from, Optional.of(replaced), System.nanoTime()));
    }

    private void order(List<Http> gateways, int client) {
        Random random = new Random(client);
        while (!enough.get()) {
            new Ordering(new Recorder(gateways, history), random, Route.ORDERS, NUMBER.incrementAndGet(), LONGEST_ORDER)
                    .untilAnswered();
            ended.incrementAndGet();
        }
    }

    private void awaitOrders(int count) {
        Eventually.happens(count + " orders were answered", () -> ended.get() >= count);
    }

    private static GatewayProcess gateway(RedisTopology redis) {
        Stream<String> own = Stream.of(
                "--oncegate.defaults.lease=3s",
                "--oncegate.defaults.in-flight-wait=1s",
                "--oncegate.store-timeout=500ms");
        return GatewayProcess.start(
                0, service.uri(), Stream.concat(own, redis.arguments().stream()).toArray(String[]::new));
    }
}
