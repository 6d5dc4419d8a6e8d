package io.oncegate.web;

import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.springframework.cloud.gateway.support.NotFoundException;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

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

    static UpstreamFailure of(Throwable failure, boolean maybeSent) {
        if (!maybeSent) {
            return isConnectivity(failure) ? UNAVAILABLE : REFUSED_INSIDE;
        }
        return isTimeout(failure) ? TIMEOUT : BROKEN;
    }

    private static boolean isConnectivity(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException
                    || cause instanceof TimeoutException
                    || cause instanceof NotFoundException) {
                return true;
            }
        }
        return false;
    }

    private static boolean isTimeout(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException) {
                return true;
            }
        }
        return failure instanceof ResponseStatusException status
                && status.getStatusCode().isSameCodeAs(HttpStatus.GATEWAY_TIMEOUT);
    }
}
