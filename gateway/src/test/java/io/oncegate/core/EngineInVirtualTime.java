package io.oncegate.core;

import static io.oncegate.core.Sample.by;
import static io.oncegate.core.Sample.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.oncegate.core.IdempotencyListener.Operation;
import io.oncegate.memory.InMemoryCallerUsage;
import io.oncegate.memory.InMemoryIdempotencyStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** An engine whose every clock is one scheduler that a test moves by hand; nothing here takes real time. */
abstract class EngineInVirtualTime {

    static final Duration STORE_TIMEOUT = Duration.ofSeconds(2);
    static final int WAITERS_PER_ENTRY = 5;
    static final int WAITERS = 7;
    static final int LATE_WRITES = 20;
    static final EngineLimits LIMITS = new EngineLimits(STORE_TIMEOUT, WAITERS_PER_ENTRY, WAITERS, LATE_WRITES);
    static final ClaimRequest REQUEST = request(Sample.id("k"));
    static final ClaimRequest OTHERS = by(Sample.OTHER, REQUEST);

    final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    final FaultyStore store = new FaultyStore(new InMemoryIdempotencyStore(clock()));
    final InMemoryCallerUsage usage = new InMemoryCallerUsage(clock());
    final List<String> told = new ArrayList<>();
    final List<String> times = new ArrayList<>();
    final List<Operation> retries = new ArrayList<>();
    final IdempotencyEngine engine = new IdempotencyEngine(store, usage, List.of(new Notes()), LIMITS, time);

    @AfterEach
    void stopTime() {
        time.dispose();
    }

    void advance(Duration by) {
        time.advanceTimeBy(by);
    }

    long renewals() {
        return store.calls.stream().filter("renew"::equals).count();
    }

    Claim claimed(ClaimRequest request) {
        List<ClaimOutcome> outcomes = new ArrayList<>();
        engine.claim(request, Duration.ZERO).subscribe(outcomes::add);
        assertThat(outcomes).singleElement().isInstanceOf(ClaimOutcome.Granted.class);
        return ((ClaimOutcome.Granted) outcomes.get(0)).claim();
    }

    /** What a publisher has signalled so far. */
    static <T> List<Object> signals(Mono<T> publisher) {
        List<Object> signals = new ArrayList<>();
        publisher.subscribe(signals::add, signals::add, () -> signals.add("complete"));
        return signals;
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public Instant instant() {
                return Instant.ofEpochMilli(time.now(TimeUnit.MILLISECONDS));
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
    }

    private final class Notes implements IdempotencyListener {
        @Override
        public void claimed(ClaimRequest request, ClaimOutcome outcome) {
            told.add("claimed " + outcome.getClass().getSimpleName());
        }

        @Override
        public void settled(Claim claim, Ending ending, Settlement settlement) {
            told.add("settled " + ending.getClass().getSimpleName() + " " + settlement);
        }

        @Override
        public void renewed(Claim claim, Settlement settlement) {
            told.add("renewed " + settlement);
        }

        @Override
        public void storeFailed(EntryId id, Operation operation, Throwable failure) {
            told.add("failed " + operation + " " + failure.getClass().getSimpleName());
        }

        @Override
        public void storeAsked(Operation operation, long nanos) {
            times.add(operation + " " + Duration.ofNanos(nanos));
        }

        @Override
        public void waited(ClaimRequest request, ClaimOutcome outcome, long nanos) {
            times.add("waited for " + outcome.getClass().getSimpleName() + " " + Duration.ofNanos(nanos));
        }

        @Override
        public void retried(EntryId id, Operation operation) {
            retries.add(operation);
        }

        @Override
        public void late(EntryId id, Operation operation) {
            told.add("late " + operation);
        }

        @Override
        public void gaveUp(EntryId id, Operation operation) {
            told.add("gave up " + operation);
        }
    }
}
