package io.oncegate.web;

import io.oncegate.core.CallerLimits;
import io.oncegate.core.KeptHeaders;
import io.oncegate.core.Lifetimes;
import io.oncegate.core.RequestPolicy;
import io.oncegate.core.ResponsePolicy;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Makes a route's settings from its arguments, the application's defaults and the contract's, and checks them. */
final class RouteSettingsResolver {

    private static final FilterArguments CONTRACT = FilterArguments.contract();

    private static final DataSize LARGEST_BODY = DataSize.ofMegabytes(256);

    private final FilterArguments defaults;
    private final CallerResolver principal;

    RouteSettingsResolver(FilterArguments defaults, CallerResolver principal) {
        this.defaults = defaults;
        this.principal = principal;
    }

    RouteSettings resolve(RouteArguments arguments) {
        return new Resolution(arguments).settings();
    }

    /** One route's resolution; holds the route's id, so that every fault can name it. */
    private final class Resolution {

        private final RouteArguments arguments;
        private final String routeId;

        Resolution(RouteArguments arguments) {
            this.arguments = arguments;
            this.routeId = Optional.ofNullable(arguments.getRouteId()).orElse("(without id)");
        }

        RouteSettings settings() {
            boolean deduplicates = of(FilterArguments::getUpstreamDeduplicates);
            OnStoreFailure onStoreFailure = of(FilterArguments::getOnStoreFailure);
            if (onStoreFailure == OnStoreFailure.BYPASS && !deduplicates) {
                throw fault(
                        "on-store-failure",
                        "bypass lets retries run again, which only an upstream that enforces the key itself can take:"
                                + " set upstream-deduplicates: true, or reject");
            }
            Duration execution = positive("execution-timeout", of(FilterArguments::getExecutionTimeout));
            return new RouteSettings(
                    routeId,
                    new RequestPolicy(methods(), of(FilterArguments::getKey) == KeyRequirement.REQUIRED),
                    fieldName("header", of(FilterArguments::getHeader)),
                    namespace(),
                    of(FilterArguments::getCaller),
                    caller(of(FilterArguments::getCaller)),
                    of(FilterArguments::getFingerprint),
                    size("max-request-body", of(FilterArguments::getMaxRequestBody)),
                    size("max-kept-body", of(FilterArguments::getMaxKeptBody)),
                    lifetimes(execution),
                    callerLimits(),
                    answerTimeout(execution),
                    execution,
                    inFlightWait(execution),
                    onStoreFailure,
                    keptHeaders(),
                    new ResponsePolicy(releasedStatuses(), deduplicates));
        }

        private Set<String> methods() {
            Set<String> methods = of(FilterArguments::getMethods).stream()
                    .map(method -> method.trim().toUpperCase(Locale.ROOT))
                    .collect(Collectors.toSet());
            Set<String> safe = new HashSet<>(methods);
            safe.retainAll(Set.of("HEAD", "OPTIONS", "TRACE", "CONNECT"));
            if (methods.isEmpty() || !safe.isEmpty()) {
                throw fault("methods", methods.isEmpty() ? "none is covered" : safe + " cannot be covered");
            }
            return methods;
        }

        private String namespace() {
            String namespace =
                    Optional.ofNullable(first(FilterArguments::getNamespace)).orElse(routeId);
            if (namespace.isBlank()) {
                throw fault("namespace", "is blank");
            }
            return namespace;
        }

        private CallerResolver caller(Object caller) {
            if (caller instanceof CallerResolver bean) {
                return bean;
            }
            String text = caller.toString().trim();
            if (text.equals("principal")) {
                return principal;
            }
            if (text.equals("anonymous")) {
                return Callers.anonymous();
            }
            if (text.startsWith("header=")) {
                String name =
                        fieldName("caller", text.substring("header=".length()).trim());
                if (name.equalsIgnoreCase(of(FilterArguments::getHeader))) {
                    throw fault("caller", "is the header that carries the key, so that every key were a caller");
                }
                return Callers.header(name);
            }
            throw fault("caller", "is neither principal, anonymous, header=NAME nor a CallerResolver bean: " + caller);
        }

        private Lifetimes lifetimes(Duration execution) {
            Duration lease = positive("lease", of(FilterArguments::getLease));
            if (lease.toMillis() < 100) {
                throw fault("lease", "is shorter than 100ms, so that it could not be renewed in time");
            }
            Duration retention = positive("retention", of(FilterArguments::getRetention));
            if (retention.compareTo(execution) < 0) {
                throw fault("retention", "is shorter than execution-timeout, so that answers would be gone too early");
            }
            if (lease.compareTo(retention) > 0) {
                throw fault("lease", "is longer than retention, so that answers would be gone before claims are");
            }
            return new Lifetimes(lease, retention, notNegative("tombstone", of(FilterArguments::getTombstone)));
        }

        private Optional<Duration> answerTimeout(Duration execution) {
            Optional<Duration> answer = Optional.ofNullable(first(FilterArguments::getAnswerTimeout));
            answer.map(it -> positive("answer-timeout", it))
                    .filter(it -> it.compareTo(execution) >= 0)
                    .ifPresent(it -> {
                        throw fault(
                                "answer-timeout", "is not shorter than execution-timeout, so that it can never be met");
                    });
            return answer;
        }

        private Duration inFlightWait(Duration execution) {
            Duration wait = notNegative("in-flight-wait", of(FilterArguments::getInFlightWait));
            if (wait.compareTo(execution) > 0) {
                throw fault("in-flight-wait", "is longer than execution-timeout, after which nothing runs any more");
            }
            return wait;
        }

        private CallerLimits callerLimits() {
            return new CallerLimits(
                    limit("max-keys-per-caller", first(FilterArguments::getMaxKeysPerCaller)),
                    limit(
                            "max-kept-per-caller",
                            Optional.ofNullable(first(FilterArguments::getMaxKeptPerCaller))
                                    .map(DataSize::toBytes)
                                    .orElse(null)));
        }

        private long limit(String property, @Nullable Long limit) {
            if (limit == null) {
                return Long.MAX_VALUE;
            }
            if (limit <= 0) {
                throw fault(property, "is not positive, so that nothing would ever be executed");
            }
            return limit;
        }

        private KeptHeaders keptHeaders() {
            try {
                return new KeptHeaders(of(FilterArguments::getKeptHeaders).stream()
                        .map(name -> fieldName("kept-headers", name.trim()))
                        .toList());
            } catch (IllegalArgumentException e) {
                throw fault("kept-headers", String.valueOf(e.getMessage()));
            }
        }

        private Set<Integer> releasedStatuses() {
            Set<Integer> statuses = Set.copyOf(of(FilterArguments::getReleasedStatuses));
            statuses.stream()
                    .filter(status -> status < 400 || status > 599)
                    .findAny()
                    .ifPresent(status -> {
                        throw fault(
                                "released-statuses", status + " is no error, and what it answers must not run again");
                    });
            return statuses;
        }

        private int size(String property, DataSize size) {
            if (size.toBytes() < 0 || size.compareTo(LARGEST_BODY) > 0) {
                throw fault(property, "is negative or over " + LARGEST_BODY + ", all of which is held in memory");
            }
            return Math.toIntExact(size.toBytes());
        }

        private String fieldName(String property, String name) {
            boolean token = !name.isEmpty()
                    && name.chars()
                            .allMatch(c ->
                                    (Character.isLetterOrDigit(c) && c < 0x7f) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
            if (!token) {
                throw fault(property, "'" + name + "' is no header name");
            }
            return name;
        }

        private Duration positive(String property, Duration duration) {
            if (duration.toMillis() <= 0) {
                throw fault(property, "is not positive");
            }
            return duration;
        }

        private Duration notNegative(String property, Duration duration) {
            if (duration.isNegative()) {
                throw fault(property, "is negative");
            }
            return duration;
        }

        private <T> T of(Function<FilterArguments, @Nullable T> argument) {
            T value = first(argument);
            if (value == null) {
                throw new IllegalStateException("the contract gives every argument a default");
            }
            return value;
        }

        private <T> @Nullable T first(Function<FilterArguments, @Nullable T> argument) {
            T own = argument.apply(arguments);
            if (own != null) {
                return own;
            }
            T applications = argument.apply(defaults);
            return applications != null ? applications : argument.apply(CONTRACT);
        }

        private RouteConfigurationException fault(String property, String fault) {
            return new RouteConfigurationException(routeId, property, fault);
        }
    }
}
