package io.oncegate.systemtest;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A bit of everything that gateways see: first requests, retries, retries at the same time, mistakes, and a Redis that is away. */
final class MixedLoad {

    private static final String ORDERS = "/api/orders";
    private static final String FEEDBACK = "/api/feedback";
    private static final int AT_ONCE = 8;

    private final Http one;
    private final Http other;
    private final RedisProcess redis;

    MixedLoad(Http one, Http other, RedisProcess redis) {
        this.one = one;
        this.other = other;
        this.redis = redis;
    }

    /** Runs it, every wave a little of everything. */
    void run(int waves) {
        for (int wave = 0; wave < waves; wave++) {
            firstRequestsAndTheirRetries(wave);
            retriesAtTheSameTime(wave);
            mistakes();
            if (wave % 4 == 1) {
                withoutRedis();
            }
        }
    }

    private void firstRequestsAndTheirRetries(int wave) {
        for (int i = 0; i < AT_ONCE; i++) {
            String key = Http.newKey();
            String order = order(wave * AT_ONCE + i);
            one.post("alice", ORDERS, key, order);
            other.post("alice", ORDERS, key, order);
            String words = "{\"text\":\"wave " + wave + "\"}";
            other.post("bob", FEEDBACK, key, words);
            one.post("bob", FEEDBACK, key, words);
        }
    }

    private void retriesAtTheSameTime(int wave) {
        String key = Http.newKey();
        String order = order(wave + 5_000);
        all(IntStream.range(0, AT_ONCE)
                .mapToObj(i -> (i % 2 == 0 ? one : other).posting("bob", ORDERS, key, order))
                .map(one::sendAsync));
    }

    private void mistakes() {
        String key = Http.newKey();
        one.post("alice", ORDERS, key, order(1));
        one.post("alice", ORDERS, key, order(2));
        one.post("alice", ORDERS, "not, a key", order(3));
    }

    private void withoutRedis() {
        redis.pause();
        all(Stream.of(one, other)
                .map(gateway -> gateway.sendAsync(gateway.posting("alice", ORDERS, Http.newKey(), order(4)))));
        redis.resume();
    }

    private static void all(Stream<CompletableFuture<Http.Reply>> replies) {
        List<CompletableFuture<Http.Reply>> sent = replies.toList();
        sent.forEach(CompletableFuture::join);
    }

    private static String order(int number) {
        return "{\"prodCode\":\"SKU-1\",\"confirmDuplicate\":true,\"amount\":\"" + (1 + number) + ".00\"}";
    }
}
