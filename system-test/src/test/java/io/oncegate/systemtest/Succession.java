package io.oncegate.systemtest;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Watches whether another takes a primary's place, and when. */
final class Succession {

    private static final long BETWEEN_LOOKS_MILLIS = 20;

    private final CompletableFuture<Optional<Long>> replaced;
    private volatile boolean watched = true;

    private Succession(Shard shard, RedisProcess primary) {
        this.replaced = CompletableFuture.supplyAsync(() -> watch(shard, primary), new OwnThread());
    }

    static Succession of(Shard shard, RedisProcess primary) {
        return new Succession(shard, primary);
    }

    private Optional<Long> watch(Shard shard, RedisProcess primary) {
        while (watched) {
            if (shard.isReplaced(primary)) {
                return Optional.of(System.nanoTime());
            }
            Eventually.pause(BETWEEN_LOOKS_MILLIS);
        }
        return Optional.empty();
    }

    /** Ends the watch; when another was seen to be the primary, if any was. */
    Optional<Long> end() {
        watched = false;
        return replaced.join();
    }
}
