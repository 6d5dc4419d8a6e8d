package io.oncegate.redis;

import io.oncegate.core.EntryAdmin;
import io.oncegate.core.EntryAdminContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisEntryAdminTest implements EntryAdminContract, OnRedis {

    @RegisterExtension
    static final LocalRedis REDIS = new LocalRedis();

    @Override
    public LocalRedis redis() {
        return REDIS;
    }

    @Override
    public EntryAdmin admin() {
        return REDIS.admin();
    }
}
