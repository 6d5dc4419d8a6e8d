package io.oncegate.redis;

import io.oncegate.core.IdempotencyStore;
import io.oncegate.core.StoreUnderTest;
import java.time.Duration;

/** The store under test is a real Redis. */
interface OnRedis extends StoreUnderTest {

    LocalRedis redis();

    @Override
    default IdempotencyStore store() {
        return redis().store();
    }

    @Override
    default void advance(Duration by) {
        redis().advance(by);
    }

    @Override
    default void lose() {
        redis().commands().flushall();
    }
}
