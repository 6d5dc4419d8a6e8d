package io.oncegate.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.springframework.cloud.gateway.handler.predicate.GatewayPredicate;
import org.springframework.cloud.gateway.handler.predicate.PathRoutePredicateFactory;
import org.springframework.cloud.gateway.route.Route;

/**
 * What a client may know of a route: no address behind it, no name of a bean, nor how callers are told apart.
 *
 * @param paths which it serves; none where it is told by something else
 * @param terms what holds there, a sentence for each, by name
 */
record RoutePolicy(List<String> paths, Map<String, String> terms) {

    private static final String OVER_LIMIT = "; who has more gets caller-limit for new requests, never for retries";

    static Optional<RoutePolicy> of(Route route) {
        return RouteAudit.settings(route).stream().findFirst().map(it -> new RoutePolicy(paths(route), terms(it)));
    }

    private static List<String> paths(Route route) {
        List<String> paths = new ArrayList<>();
        route.getPredicate().accept(predicate -> {
            if (predicate instanceof GatewayPredicate ours
                    && ours.getConfig() instanceof PathRoutePredicateFactory.Config config) {
                paths.addAll(config.getPatterns());
            }
        });
        return List.copyOf(paths);
    }

    private static Map<String, String> terms(RouteSettings settings) {
        Map<String, String> terms = new LinkedHashMap<>();
        terms.put("methods", String.join(", ", new TreeSet<>(settings.requests().methods())));
        terms.put("header", settings.header());
        terms.put(
                "key",
                settings.requests().keyRequired()
                        ? "required"
                        : "optional; without one a request is not protected, and a retry may be executed again");
        terms.put("caller", caller(settings));
        terms.put("same request", sameRequest(settings));
        terms.put("largest request", settings.maxRequestBody() + " bytes");
        terms.put("answer kept for", spelled(settings.lifetimes().retention()));
        terms.put("remembered after that for", spelled(settings.lifetimes().tombstone()));
        terms.put(
                "largest answer kept",
                settings.maxKeptBody() + " bytes; of a larger one only the fact is kept (result-not-kept)");
        if (settings.callerLimits().keys() < Long.MAX_VALUE) {
            terms.put("keys at a time", settings.callerLimits().keys() + OVER_LIMIT);
        }
        if (settings.callerLimits().keptBytes() < Long.MAX_VALUE) {
            terms.put("answers kept at a time", settings.callerLimits().keptBytes() + " bytes" + OVER_LIMIT);
        }
        terms.put(
                "response headers kept",
                String.join(", ", settings.keptHeaders().names()));
        terms.put("not kept, so that the key is free again", released(settings));
        terms.put("a retry waits for a running request for", spelled(settings.inFlightWait()));
        terms.put("a request runs for at most", spelled(settings.executionTimeout()));
        settings.answerTimeout()
                .ifPresent(timeout -> terms.put("an answer comes, or upstream-timeout, within", spelled(timeout)));
        terms.put("when the outcome is unknown", unknown(settings));
        terms.put(
                "while keys cannot be stored",
                settings.onStoreFailure() == OnStoreFailure.REJECT
                        ? "requests are refused (store-unavailable)"
                        : "requests are executed unprotected, and the answer says Idempotency-Status: bypassed");
        return terms;
    }

    private static String caller(RouteSettings settings) {
        return settings.callerArgument().equals("anonymous")
                ? "everybody shares one set of keys: choose keys that nobody can guess"
                : "keys are yours alone: the same key of somebody else is another key";
    }

    private static String sameRequest(RouteSettings settings) {
        return switch (settings.fingerprint()) {
            case BODY -> "has the same method, address, media type and body, byte by byte";
            case JSON ->
                "has the same method, address, media type and body; of JSON neither white space nor the order of"
                        + " members counts";
            case KEY_ONLY -> "has the same key, whatever else it holds";
        };
    }

    private static String released(RouteSettings settings) {
        List<String> statuses = new TreeSet<>(settings.responses().released())
                .stream().map(String::valueOf).toList();
        return "answers of status " + String.join(", ", statuses) + ", and 503 with Retry-After: nothing was done";
    }

    private static String unknown(RouteSettings settings) {
        return settings.upstreamDeduplicates()
                ? "a retry is sent to the service again, which recognises the key itself"
                : "a retry is refused (outcome-unknown) and never executed again";
    }

    private static String spelled(Duration duration) {
        if (duration.isZero()) {
            return "no time";
        }
        if (duration.toSecondsPart() == 0 && duration.toMillisPart() == 0 && duration.toMinutesPart() == 0) {
            return duration.toHours() % 24 == 0 && duration.toHours() > 24
                    ? duration.toDays() + " days"
                    : duration.toHours() + " hours";
        }
        return duration.toMillisPart() == 0 ? duration.toSeconds() + " seconds" : duration.toMillis() + " milliseconds";
    }
}
