package io.oncegate.autoconfigure;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.oncegate.core.Capacity;
import io.oncegate.core.IdempotencyEngine;
import io.oncegate.ops.CountingListener;
import io.oncegate.redis.ReplicaWait;
import io.oncegate.web.EarlyReplays;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** Counts, where the application has something to count with. */
@AutoConfiguration(
        after = OncegateAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
class OncegateMetricsAutoConfiguration {

    @Bean
    CountingListener idempotencyCountingListener(MeterRegistry meters) {
        return new CountingListener(meters);
    }

    @Bean
    @ConditionalOnBean({IdempotencyEngine.class, Capacity.class})
    MeterBinder idempotencyLoad(IdempotencyEngine engine, Capacity capacity, OncegateProperties properties) {
        OncegateProperties.Limits limits = properties.limits();
        return meters -> {
            Gauge.builder("oncegate.exchanges", capacity, Capacity::exchanges)
                    .description("Covered requests under way, also those whose client has left")
                    .register(meters);
            Gauge.builder("oncegate.buffered", capacity, Capacity::bytes)
                    .description("Bytes of requests and answers that they hold")
                    .baseUnit("bytes")
                    .register(meters);
            FunctionCounter.builder("oncegate.exchanges.refused", capacity, Capacity::refused)
                    .description("Covered requests that were too much")
                    .register(meters);
            Gauge.builder("oncegate.waiters", engine, IdempotencyEngine::waiters)
                    .description("Requests that wait for a running one")
                    .register(meters);
            Gauge.builder("oncegate.store.late.pending", engine, IdempotencyEngine::lateWrites)
                    .description("Late writes that wait to be tried again")
                    .register(meters);
            // beside what they limit, so that no alert has to repeat the configuration
            Gauge.builder("oncegate.exchanges.limit", limits, OncegateProperties.Limits::exchanges)
                    .description("Over it: gateway-busy")
                    .register(meters);
            Gauge.builder("oncegate.buffered.limit", limits, OncegateProperties.Limits::bytes)
                    .description("Over it: gateway-busy")
                    .baseUnit("bytes")
                    .register(meters);
            Gauge.builder("oncegate.waiters.limit", limits, OncegateProperties.Limits::waiters)
                    .description("Over it: request-in-progress at once")
                    .register(meters);
            Gauge.builder("oncegate.store.late.limit", limits, OncegateProperties.Limits::lateWrites)
                    .description("Over it: given up")
                    .register(meters);
        };
    }

    @Bean
    @ConditionalOnBean(EarlyReplays.class)
    MeterBinder idempotencyEarlyReplayMeters(EarlyReplays replays) {
        return meters -> FunctionCounter.builder("oncegate.replays.early", replays, EarlyReplays::count)
                .description("Replays that were given ahead of the server, as soon as their requests were read")
                .register(meters);
    }

    /** Only where claims wait for replicas: a gateway without has nothing of it to show. */
    @Bean
    @ConditionalOnBean(ReplicaWait.class)
    MeterBinder idempotencyReplicas(ReplicaWait replicas) {
        return meters -> {
            FunctionCounter.builder("oncegate.replicas.claims", replicas, ReplicaWait::acknowledged)
                    .description("Claims that waited for replicas, by whether enough had them in time")
                    .tag("acknowledged", "true")
                    .register(meters);
            FunctionCounter.builder("oncegate.replicas.claims", replicas, ReplicaWait::refused)
                    .description("Claims that waited for replicas, by whether enough had them in time")
                    .tag("acknowledged", "false")
                    .register(meters);
            FunctionCounter.builder("oncegate.replicas.waits", replicas, ReplicaWait::rounds)
                    .description("How often Redis was asked to wait, for all claims together that had come meanwhile")
                    .register(meters);
        };
    }
}
