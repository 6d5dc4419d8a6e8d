package io.oncegate.web;

import io.oncegate.core.CallerLimits;
import io.oncegate.core.FingerprintMode;
import io.oncegate.core.KeptHeaders;
import io.oncegate.core.Lifetimes;
import io.oncegate.core.RequestPolicy;
import io.oncegate.core.ResponsePolicy;
import java.time.Duration;
import java.util.Optional;

/**
 * What holds on a route: its arguments over the application's defaults over the contract's, checked.
 *
 * @param routeId the route
 * @param requests which requests are covered
 * @param header the header that carries the key
 * @param namespace the first part of an entry's identity
 * @param callerArgument how the second part is found, as written
 * @param caller how the second part is found
 * @param fingerprint how requests are compared
 * @param maxRequestBody in bytes
 * @param maxKeptBody in bytes
 * @param lifetimes of entries
 * @param callerLimits what a caller may have
 * @param answerTimeout how long a client waits at most
 * @param executionTimeout bounds the exchange with the upstream
 * @param inFlightWait how long a retry waits for a running request
 * @param onStoreFailure what to do without the store
 * @param keptHeaders which headers of an answer are kept
 * @param responses what an answer means for the key
 */
record RouteSettings(
        String routeId,
        RequestPolicy requests,
        String header,
        String namespace,
        Object callerArgument,
        CallerResolver caller,
        FingerprintMode fingerprint,
        int maxRequestBody,
        int maxKeptBody,
        Lifetimes lifetimes,
        CallerLimits callerLimits,
        Optional<Duration> answerTimeout,
        Duration executionTimeout,
        Duration inFlightWait,
        OnStoreFailure onStoreFailure,
        KeptHeaders keptHeaders,
        ResponsePolicy responses) {

    boolean upstreamDeduplicates() {
        return responses.upstreamDeduplicates();
    }
}
