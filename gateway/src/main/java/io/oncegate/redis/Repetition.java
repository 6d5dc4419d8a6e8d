package io.oncegate.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import reactor.core.publisher.Mono;

/**
 * Repeats what a dropped connection cut off, and nothing else: an answer of the server is final, and so is silence.
 *
 * @param pauses how long to wait before each repetition
 */
record Repetition(List<Duration> pauses) {

    /** Together they reach beyond the driver's first attempt to reconnect, whose timer ticks every 100 ms. */
    static final Repetition USUAL =
            new Repetition(List.of(Duration.ofMillis(20), Duration.ofMillis(40), Duration.ofMillis(80)));

    static final Repetition NONE = new Repetition(List.of());

    Repetition {
        pauses = List.copyOf(pauses);
    }

    /**
     * Whether a call that was cut off ran is unknown.
     *
     * @param call calls once each time it is subscribed to; safe to repeat
     */
    <T> Mono<T> of(Mono<T> call) {
        return repeated(call, 0);
    }

    /**
     * The same where the first call was made already.
     *
     * @param failure how it failed; passed on where it was not the connection's
     */
    <T> Mono<T> after(Throwable failure, Mono<T> call) {
        return pauses.isEmpty() || !isDroppedConnection(failure)
                ? Mono.error(failure)
                : Mono.delay(pauses.get(0)).then(repeated(call, 1));
    }

    private <T> Mono<T> repeated(Mono<T> call, int times) {
        return call.onErrorResume(
                failure -> times < pauses.size() && isDroppedConnection(failure),
                failure -> Mono.delay(pauses.get(times)).then(repeated(call, times + 1)));
    }

    /** The server has not said anything, and may still: nothing is to be asked in its place. */
    static boolean isSilence(Throwable failure) {
        return cause(failure) instanceof RedisCommandTimeoutException;
    }

    private static boolean isDroppedConnection(Throwable failure) {
        Throwable cause = cause(failure);
        return cause instanceof IOException
                || (cause instanceof RedisException
                        && !(cause instanceof RedisCommandExecutionException)
                        && !(cause instanceof RedisCommandTimeoutException));
    }

    /** The driver's own failure, which a future may have wrapped. */
    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
