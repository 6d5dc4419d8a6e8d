package io.oncegate.web;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.support.NotFoundException;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ResponseStatus;

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
        return causes(failure)
                .filter(cause -> status(cause).isPresent() || isConnectivity(cause))
                .findFirst()
                .filter(cause -> cause instanceof NotFoundException
                        || status(cause).map(UNREACHABLE::contains).orElse(true))
                .isPresent();
    }

    /** The status that an error asks for; the gateway's own errors do so in two ways. */
    private static Optional<Integer> status(Throwable cause) {
        if (cause instanceof ErrorResponse error) {
            return Optional.of(error.getStatusCode().value());
        }
        @Nullable
        ResponseStatus annotation = AnnotatedElementUtils.findMergedAnnotation(cause.getClass(), ResponseStatus.class);
        return Optional.ofNullable(annotation).map(it -> it.code().value());
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
                || status(cause).equals(Optional.of(GATEWAY_TIMEOUT));
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }
}
