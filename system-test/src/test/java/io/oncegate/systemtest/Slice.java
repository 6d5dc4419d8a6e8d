package io.oncegate.systemtest;

import java.time.Duration;

/**
 * A few seconds of a load.
 *
 * @param load that was sent
 * @param result how it was answered
 * @param used what that took
 */
record Slice(Load load, Wrk.Result result, Counters used) {

    double perSecond() {
        return result.perSecond();
    }

    /** Microseconds of processor time in the gateway for one request. */
    double gatewayMicros() {
        return micros(used.gateway());
    }

    double redisMicros() {
        return micros(used.redis());
    }

    double upstreamMicros() {
        return micros(used.upstream());
    }

    /** Bytes of heap for one request. */
    double allocated() {
        return each(used.allocated());
    }

    /** Commands that Redis was sent for one request. */
    double commands() {
        return each(used.commands());
    }

    /** What Redis holds more after one request, in bytes. */
    double memory() {
        return each(used.memory());
    }

    /** How often one request came to the service. */
    double passed() {
        return each(used.passed());
    }

    private double micros(Duration time) {
        return time.toNanos() / 1e3 / result.requests();
    }

    private double each(long amount) {
        return (double) amount / result.requests();
    }
}
