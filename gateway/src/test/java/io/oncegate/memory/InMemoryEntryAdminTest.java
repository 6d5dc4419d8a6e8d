package io.oncegate.memory;

import io.oncegate.core.EntryAdmin;
import io.oncegate.core.EntryAdminContract;
import io.oncegate.core.IdempotencyStore;
import io.oncegate.core.Sample;
import io.oncegate.core.SettableClock;
import java.time.Duration;

class InMemoryEntryAdminTest implements EntryAdminContract {

    private final SettableClock clock = new SettableClock();
    private InMemoryIdempotencyStore store = new InMemoryIdempotencyStore(clock);

    @Override
    public IdempotencyStore store() {
        return store;
    }

    @Override
    public EntryAdmin admin() {
        return new InMemoryEntryAdmin(store, Sample.INSTANCE);
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
