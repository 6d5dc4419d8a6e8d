package io.oncegate.redis;

import io.oncegate.core.EntryAdmin;
import io.oncegate.core.EntryAdminContract;
import io.oncegate.core.IdempotencyStore;
import io.oncegate.core.IdempotencyStoreContract;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Nobody who has the key sees a difference. */
class SealedIdempotencyStoreTest implements IdempotencyStoreContract, EntryAdminContract, OnRedis {

    @RegisterExtension
    static final LocalRedis REDIS = new LocalRedis();

    private final IdempotencyStore store = REDIS.store(Sealing.old());
    private final EntryAdmin admin = REDIS.admin(Sealing.old());

    @Override
    public LocalRedis redis() {
        return REDIS;
    }

    @Override
    public IdempotencyStore store() {
        return store;
    }

    @Override
    public EntryAdmin admin() {
        return admin;
    }
}
