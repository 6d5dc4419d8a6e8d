package io.oncegate.web;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.springframework.cloud.gateway.support.NotFoundException;
import org.springframework.web.ErrorResponse;

/** What an error from the inner filters means. */
enum UpstreamFailure {
    /** Nothing was sent, because nobody could be reached. */
    UNAVAILABLE,
    /** Nothing was sent, and some filter meant this error for the client. */
    REFUSED_INSIDE,
    /** Something was sent, and no answer came in time. */
    TIMEOUT,
    /** Something was sent, and the connection broke before a whole answer. */
    BROKEN;

    private static final int GATEWAY_TIMEOUT = 504;

    /** What filters say for an upstream that cannot be reached: a circuit breaker that is open, for one. */
    private static final Set<Integer> UNREACHABLE = Set.of(502, 503, GATEWAY_TIMEOUT);

    static UpstreamFailure of(Throwable failure, boolean maybeSent) {
        if (!maybeSent) {
            return isUnreachable(failure) ? UNAVAILABLE : REFUSED_INSIDE;
        }
        return causes(failure).anyMatch(UpstreamFailure::isTimeout) ? TIMEOUT : BROKEN;
    }

    /** The outermost cause that says anything decides: a refusal stays one, whatever led to it. */
    private static boolean isUnreachable(Throwable failure) {
        Predicate<Throwable> isStatus = ErrorResponse.class::isInstance;
        return causes(failure)
                .filter(isStatus.or(UpstreamFailure::isConnectivity))
                .findFirst()
                .filter(cause -> !(cause instanceof ErrorResponse status)
                        || cause instanceof NotFoundException
                        || UNREACHABLE.contains(status.getStatusCode().value()))
                .isPresent();
    }

    private static boolean isConnectivity(Throwable cause) {
        String type = cause.getClass().getName();
        return cause instanceof IOException
                || cause instanceof TimeoutException
                // the HTTP client's own, of many kinds: the limit of its pool is just a runtime exception
                || type.startsWith("reactor.netty.")
                || type.startsWith("io.netty.");
    }

    private static boolean isTimeout(Throwable cause) {
        return cause instanceof TimeoutException
                || cause instanceof io.netty.handler.timeout.TimeoutException
                || (cause instanceof ErrorResponse status
                        && status.getStatusCode().value() == GATEWAY_TIMEOUT);
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }
}
