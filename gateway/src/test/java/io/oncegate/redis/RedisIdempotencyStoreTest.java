package io.oncegate.redis;

import io.oncegate.core.IdempotencyStore;
import io.oncegate.core.IdempotencyStoreContract;
import java.time.Duration;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisIdempotencyStoreTest implements IdempotencyStoreContract {

    @RegisterExtension
    static final LocalRedis REDIS = new LocalRedis();

    @Override
    public IdempotencyStore store() {
        return REDIS.store();
    }

    @Override
    public void advance(Duration by) {
        REDIS.advance(by);
    }

    @Override
    public void lose() {
        REDIS.commands().flushall();
    }
}
