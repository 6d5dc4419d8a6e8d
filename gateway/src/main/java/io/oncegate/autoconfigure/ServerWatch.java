package io.oncegate.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.observation.GlobalObservationConvention;
import io.micrometer.observation.ObservationFilter;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationPredicate;
import io.micrometer.observation.ObservationRegistry;
import io.oncegate.web.EarlyReplays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.http.server.reactive.observation.ServerRequestObservationConvention;
import org.springframework.util.ClassUtils;

/** The server's own metric of its requests, for those that are answered ahead of it. */
final class ServerWatch {

    /** By its name: whoever has no metrics need not have its class either. */
    private static final String METERS = "io.micrometer.core.instrument.MeterRegistry";

    private static final String BY_PROPERTIES =
            "org.springframework.boot.micrometer.observation.autoconfigure.PropertiesObservationFilterPredicate";

    private static final List<String> PROPERTIES =
            List.of("management.observations.enable", "management.observations.key-values");

    private ServerWatch() {}

    static EarlyReplays.Watch of(ApplicationContext application) {
        return ClassUtils.isPresent(METERS, application.getClassLoader())
                ? Timers.of(application)
                : (request, response, nanos) -> {};
    }

    /** Who else watches requests at the server, or watches them otherwise than by a timer. */
    static List<Object> unknown(ApplicationContext application) {
        if (application.getBeanProvider(ObservationRegistry.class).stream()
                .findAny()
                .isEmpty()) {
            return List.of();
        }
        Stream<Object> beans = Stream.of(
                        ObservationHandler.class,
                        ObservationFilter.class,
                        ObservationPredicate.class,
                        GlobalObservationConvention.class,
                        ServerRequestObservationConvention.class)
                .flatMap(type -> application.getBeanProvider(type).stream())
                .<Object>map(Object::getClass)
                .filter(type -> !isUsual((Class<?>) type));
        Binder binder = Binder.get(application.getEnvironment());
        Stream<Object> properties = PROPERTIES.stream()
                .filter(it -> binder.bind(it, Bindable.mapOf(String.class, String.class))
                        .isBound())
                .map(it -> it);
        return Stream.concat(beans, properties).toList();
    }

    private static boolean isUsual(Class<?> type) {
        return type == DefaultServerRequestObservationConvention.class
                || type.getName().equals(BY_PROPERTIES)
                || type.getName().equals("io.micrometer.core.instrument.observation.DefaultMeterObservationHandler");
    }

    /**
     * What an answer is counted under: all else that the server tells apart is the same for all that are answered here.
     */
    private record Kind(String method, int status) {}

    /** A timer for each kind. */
    private static final class Timers implements EarlyReplays.Watch {

        private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();
        private final ObjectProvider<MeterRegistry> meters;
        private final ObjectProvider<ServerRequestObservationConvention> conventions;

        Timers(ObjectProvider<MeterRegistry> meters, ObjectProvider<ServerRequestObservationConvention> conventions) {
            this.meters = meters;
            this.conventions = conventions;
        }

        static EarlyReplays.Watch of(ApplicationContext application) {
            // without a handler of meters the server's requests are not counted either
            boolean counted = application.getBeanProvider(ObservationHandler.class).stream()
                    .anyMatch(DefaultMeterObservationHandler.class::isInstance);
            return counted
                    ? new Timers(
                            application.getBeanProvider(MeterRegistry.class),
                            application.getBeanProvider(ServerRequestObservationConvention.class))
                    : (request, response, nanos) -> {};
        }

        @Override
        public void answered(ServerHttpRequest request, ServerHttpResponse response, long nanos) {
            int status = Optional.ofNullable(response.getStatusCode())
                    .map(HttpStatusCode::value)
                    .orElse(0);
            timers.computeIfAbsent(new Kind(request.getMethod().name(), status), kind -> timer(request, response))
                    .record(nanos, TimeUnit.NANOSECONDS);
        }

        /** As the handler of observations makes it. */
        private Timer timer(ServerHttpRequest request, ServerHttpResponse response) {
            ServerRequestObservationConvention convention =
                    conventions.getIfAvailable(DefaultServerRequestObservationConvention::new);
            ServerRequestObservationContext context =
                    new ServerRequestObservationContext(request, response, new HashMap<>());
            List<Tag> tags = convention.getLowCardinalityKeyValues(context).stream()
                    .map(it -> Tag.of(it.getKey(), it.getValue()))
                    .toList();
            return Timer.builder(Optional.ofNullable(convention.getName()).orElse("http.server.requests"))
                    .tags(Tags.of(tags).and("error", "none"))
                    .register(meters.getObject());
        }
    }
}
