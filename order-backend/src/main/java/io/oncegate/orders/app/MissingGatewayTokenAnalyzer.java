package io.oncegate.orders.app;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in a sentence, instead of a stack trace, what is missing and where to put it. */
final class MissingGatewayTokenAnalyzer extends AbstractFailureAnalyzer<MissingGatewayTokenException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, MissingGatewayTokenException cause) {
        return new FailureAnalysis(
                cause.getMessage(),
                "Set orders.gateway-token in config/order-backend.yml, or ORDERS_GATEWAY_TOKEN in the environment, to the"
                        + " secret that the gateway adds to its requests as X-Gateway-Token.",
                cause);
    }
}
