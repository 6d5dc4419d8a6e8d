package io.oncegate.systemtest;

import java.time.Duration;

/**
 * What has been used so far, or between two moments.
 *
 * @param gateway processor time of whoever is measured
 * @param redis processor time of its Redis
 * @param upstream processor time of the service behind it
 * @param allocated bytes of heap
 * @param commands that Redis was sent
 * @param memory bytes of Redis's
 * @param passed requests that came to the service
 */
record Counters(
        Duration gateway, Duration redis, Duration upstream, long allocated, long commands, long memory, long passed) {

    Counters since(Counters earlier) {
        return new Counters(
                gateway.minus(earlier.gateway),
                redis.minus(earlier.redis),
                upstream.minus(earlier.upstream),
                allocated - earlier.allocated,
                commands - earlier.commands,
                memory - earlier.memory,
                passed - earlier.passed);
    }
}
