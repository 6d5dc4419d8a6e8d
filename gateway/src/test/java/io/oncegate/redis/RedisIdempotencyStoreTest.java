package io.oncegate.redis;

import io.oncegate.core.IdempotencyStoreContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisIdempotencyStoreTest implements IdempotencyStoreContract, OnRedis {

    @RegisterExtension
    static final LocalRedis REDIS = new LocalRedis();

    @Override
    public LocalRedis redis() {
        return REDIS;
    }
}
