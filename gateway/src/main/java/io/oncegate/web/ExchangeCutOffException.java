package io.oncegate.web;

import java.io.Serial;
import java.util.concurrent.TimeoutException;

/** The gateway ends, and the exchange had its time to end by itself. */
final class ExchangeCutOffException extends TimeoutException {

    @Serial
    private static final long serialVersionUID = 1L;

    ExchangeCutOffException() {
        super("the gateway ends, and the exchange was still running");
    }
}
