package io.oncegate.memory;

import io.oncegate.core.IdempotencyStore;
import io.oncegate.core.IdempotencyStoreContract;
import io.oncegate.core.SettableClock;
import java.time.Duration;

class InMemoryIdempotencyStoreTest implements IdempotencyStoreContract {

    private final SettableClock clock = new SettableClock();
    private InMemoryIdempotencyStore store = new InMemoryIdempotencyStore(clock);

    @Override
    public IdempotencyStore store() {
        return store;
    }

    @Override
    public void advance(Duration by) {
        clock.advance(by);
    }

    @Override
    public void lose() {
        store = new InMemoryIdempotencyStore(clock);
    }
}
