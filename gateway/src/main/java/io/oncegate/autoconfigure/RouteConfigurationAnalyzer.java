package io.oncegate.autoconfigure;

import io.oncegate.web.RouteConfigurationException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what is wrong with a route in one line, where a stack would bury it (contract 8). */
final class RouteConfigurationAnalyzer extends AbstractFailureAnalyzer<RouteConfigurationException> {

    @Override
    protected FailureAnalysis analyze(Throwable root, RouteConfigurationException cause) {
        return new FailureAnalysis(
                String.valueOf(cause.getMessage()),
                "Change the route's argument, or the default of that name under oncegate.defaults.",
                cause);
    }
}
