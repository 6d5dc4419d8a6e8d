package io.oncegate.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.oncegate.core.IdempotencyListener.Operation;
import java.util.EnumMap;
import java.util.Map;

/**
 * What is counted of the store, by operation.
 *
 * @param time how long calls took, also those that failed
 * @param failures calls that failed or ran out of time
 * @param late what the store could not be told
 * @param retries how often it was told again
 * @param givenUp what it was never told
 */
record StoreMeters(Timer time, Counter failures, Counter late, Counter retries, Counter givenUp) {

    static Map<Operation, StoreMeters> all(MeterRegistry meters) {
        Map<Operation, StoreMeters> all = new EnumMap<>(Operation.class);
        for (Operation operation : Operation.values()) {
            all.put(operation, of(meters, operation));
        }
        return all;
    }

    static StoreMeters of(MeterRegistry meters, Operation operation) {
        String word = Words.of(operation);
        return new StoreMeters(
                Timer.builder("oncegate.store")
                        .description("Calls of the store, also those that failed")
                        .tag("operation", word)
                        .register(meters),
                counter(meters, "oncegate.store.failures", "Calls of the store that failed or ran out of time", word),
                counter(meters, "oncegate.store.late", "Writes that the store did not take when they were due", word),
                counter(meters, "oncegate.store.retries", "Attempts at late writes in the background", word),
                counter(meters, "oncegate.store.given.up", "Late writes that the store never took", word));
    }

    private static Counter counter(MeterRegistry meters, String name, String description, String operation) {
        return Counter.builder(name)
                .description(description)
                .tag("operation", operation)
                .register(meters);
    }
}
