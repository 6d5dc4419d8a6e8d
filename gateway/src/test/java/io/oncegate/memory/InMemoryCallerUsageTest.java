package io.oncegate.memory;

import io.oncegate.core.CallerUsage;
import io.oncegate.core.CallerUsageContract;
import io.oncegate.core.SettableClock;
import java.time.Duration;

class InMemoryCallerUsageTest implements CallerUsageContract {

    private final SettableClock clock = new SettableClock();
    private final InMemoryCallerUsage usage = new InMemoryCallerUsage(clock);

    @Override
    public CallerUsage usage() {
        return usage;
    }

    @Override
    public void advanceHours(int hours) {
        clock.advance(Duration.ofHours(hours));
    }
}
