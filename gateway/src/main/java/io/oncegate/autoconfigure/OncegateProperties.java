package io.oncegate.autoconfigure;

import io.oncegate.redis.BodyCompression;
import io.oncegate.web.FilterArguments;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What holds for the whole gateway.
 *
 * @param policyUri Address of the page that tells clients what is kept and for how long; problems point to it.
 * @param instance What this gateway is called in entries' histories; the host's name and something random unless set.
 * @param storeTimeout Deadline of every single call to Redis.
 * @param replicasToWait How many replicas have to have a claim before it counts; 0 waits for none.
 * @param replicasTimeout How long they are waited for; then the claim does not count, as if Redis had failed.
 * @param compressKeptAbove Bodies of kept answers longer than this are compressed in Redis, where that saves a tenth; 512 bytes unless set,
 *     and none where answers are sealed.
 * @param drainTimeout How long a gateway that ends waits for what still runs; what runs on is cut off then.
 * @param limits What it takes on at once.
 * @param defaults The filter's arguments on routes that do not set their own.
 */
@ConfigurationProperties("oncegate")
record OncegateProperties(
        @DefaultValue("/idempotency-policy") URI policyUri,
        @Nullable String instance,
        @DefaultValue("500ms") Duration storeTimeout,
        @DefaultValue("0") int replicasToWait,
        @DefaultValue("100ms") Duration replicasTimeout,
        @Nullable DataSize compressKeptAbove,
        @DefaultValue("25s") Duration drainTimeout,
        @DefaultValue Limits limits,
        @DefaultValue @NestedConfigurationProperty FilterArguments defaults) {

    OncegateProperties {
        if (policyUri.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "oncegate.policy-uri: a fragment has no place there, since problems add their own");
        }
        if (compressKeptAbove != null && compressKeptAbove.isNegative()) {
            throw new IllegalArgumentException("oncegate.compress-kept-above: is negative");
        }
        if (replicasToWait < 0) {
            throw new IllegalArgumentException("oncegate.replicas-to-wait: is negative");
        }
        // zero would be for ever, as Redis has it
        if (replicasToWait > 0 && replicasTimeout.toMillis() < 1) {
            throw new IllegalArgumentException("oncegate.replicas-timeout: is less than a millisecond");
        }
        if (replicasToWait > 0 && replicasTimeout.compareTo(storeTimeout) >= 0) {
            throw new IllegalArgumentException(
                    "oncegate.replicas-timeout: is no shorter than oncegate.store-timeout (" + storeTimeout
                            + "), which bounds the claim with all that it waits for (oncegate.replicas-to-wait)");
        }
    }

    /** What is sealed is compressed only where that is set: how long it is says something about what is in it. */
    BodyCompression compression(boolean seals) {
        if (compressKeptAbove != null) {
            return BodyCompression.above(compressKeptAbove.toBytes());
        }
        return seals ? BodyCompression.off() : BodyCompression.above(BodyCompression.USUAL);
    }

    /**
     * What one gateway takes on at once.
     *
     * @param exchanges How many covered requests may be under way, also those whose client has left; over it 503.
     * @param bufferedBytes How many bytes of requests and answers they may hold; over it 503. A quarter of the heap unless set.
     * @param waiters How many retries may wait for a running request, all keys together; over it 409 at once.
     * @param waitersPerKey How many retries may wait for one and the same running request; over it 409 at once.
     * @param lateWrites How many writes that Redis did not take are tried again in the background; further ones are given up.
     */
    record Limits(
            @DefaultValue("10000") int exchanges,
            @Nullable DataSize bufferedBytes,
            @DefaultValue("4096") int waiters,
            @DefaultValue("128") int waitersPerKey,
            @DefaultValue("50000") int lateWrites) {

        long bytes() {
            return bufferedBytes == null ? Runtime.getRuntime().maxMemory() / 4 : bufferedBytes.toBytes();
        }
    }
}
