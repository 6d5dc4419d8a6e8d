package io.oncegate.autoconfigure;

import io.oncegate.web.FastPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.gateway.config.GlobalCorsProperties;
import org.springframework.cloud.gateway.filter.WeightCalculatorWebFilter;
import org.springframework.cloud.gateway.handler.FilteringWebHandler;
import org.springframework.cloud.gateway.handler.RoutePredicateHandlerMapping;
import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.web.method.ControllerAdviceBean;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.support.RouterFunctionMapping;
import org.springframework.web.reactive.result.method.RequestMappingInfoHandlerMapping;
import org.springframework.web.server.WebFilter;

/** Where covered requests may leave the long way, and whether: nothing that is left out may have a say in them. */
final class FastPathConditions {

    private static final Logger LOG = LoggerFactory.getLogger(FastPath.class);

    /** Spring Security's filter is named, since it need not be there; so is its place, -100. */
    private static final String SECURITY = "org.springframework.security.web.server.WebFilterChainProxy";

    private static final int BEHIND_SECURITY = -99;

    private FastPathConditions() {}

    static FastPath.Place place(ApplicationContext application, @Nullable KnownSecurity security) {
        return security == null
                ? new FastPath.Place(
                        BEHIND_SECURITY,
                        () -> isOpen(application, stoodFor(security)),
                        (exchange, chain) -> chain.filter(exchange))
                : new FastPath.Place(
                        Ordered.HIGHEST_PRECEDENCE, () -> isOpen(application, stoodFor(security)), security.filter());
    }

    /** Types of filters in whose place those of {@code security} do what there is to do. */
    static Set<String> stoodFor(@Nullable KnownSecurity security) {
        return security == null ? Set.of() : Set.of(SECURITY);
    }

    private static boolean isOpen(ApplicationContext application, Set<String> stoodFor) {
        List<Object> unknown = Stream.of(
                        filters(application, stoodFor),
                        mappings(application),
                        handler(application),
                        advice(application),
                        cors(application))
                .flatMap(List::stream)
                .toList();
        if (!unknown.isEmpty()) {
            LOG.info("Covered requests go the whole way, since {} may have a say in them.", unknown.get(0));
        }
        return unknown.isEmpty();
    }

    /** Web filters behind the place that are none of the gateway's. Those before it have had their say. */
    private static List<Object> filters(ApplicationContext application, Set<String> stoodFor) {
        List<WebFilter> all =
                application.getBeanProvider(WebFilter.class).orderedStream().toList();
        int place = 0;
        while (!(all.get(place) instanceof FastPath)) {
            place++;
        }
        return unknown(all.stream().skip(place + 1), stoodFor);
    }

    /** Filters that may do anything to a request. */
    static List<Object> unknown(Stream<WebFilter> filters, Set<String> stoodFor) {
        return filters
                // draws for routes with weights, and such a route ends the short way
                .filter(filter -> filter.getClass() != WeightCalculatorWebFilter.class)
                .filter(filter -> !stoodFor.contains(filter.getClass().getName()))
                .<Object>map(WebFilter::getClass)
                .toList();
    }

    /** Mappings that come before the gateway's own, and have anything mapped. */
    private static List<Object> mappings(ApplicationContext application) {
        List<Object> unknown = new ArrayList<>();
        List<HandlerMapping> all = application
                .getBeanProvider(HandlerMapping.class)
                .orderedStream()
                .toList();
        for (HandlerMapping mapping : all) {
            if (mapping.getClass() == RoutePredicateHandlerMapping.class) {
                return unknown;
            }
            if (!isEmpty(mapping, application)) {
                unknown.add(mapping.getClass());
            }
        }
        // one of the application's own, in the gateway's place
        unknown.add(RoutePredicateHandlerMapping.class);
        return unknown;
    }

    /** Whether nothing is mapped there; the policy page, which is for reading, aside. */
    private static boolean isEmpty(HandlerMapping mapping, ApplicationContext application) {
        if (mapping instanceof RequestMappingInfoHandlerMapping methods) {
            return methods.getHandlerMethods().isEmpty();
        }
        return mapping.getClass() == RouterFunctionMapping.class
                && isPage(((RouterFunctionMapping) mapping).getRouterFunction(), application);
    }

    /** Functions need not be beans to be mapped. */
    private static boolean isPage(@Nullable RouterFunction<?> mapped, ApplicationContext application) {
        String page = OncegatePolicyAutoConfiguration.PAGE;
        return mapped == null || (application.containsBean(page) && application.getBean(page) == mapped);
    }

    /** One of the application's own may put other filters together. */
    private static List<Object> handler(ApplicationContext application) {
        Class<?> type = application.getBean(FilteringWebHandler.class).getClass();
        return type == FilteringWebHandler.class ? List.of() : List.of(type);
    }

    /** The dispatcher asks it about errors of all handlers, the gateway's among them. */
    private static List<Object> advice(ApplicationContext application) {
        return ControllerAdviceBean.findAnnotatedBeans(application).stream()
                .<Object>map(ControllerAdviceBean::getBeanType)
                .toList();
    }

    /** Where CORS is on, every answer varies by origin, also those to requests that name none. */
    private static List<Object> cors(ApplicationContext application) {
        return application
                        .getBean(GlobalCorsProperties.class)
                        .getCorsConfigurations()
                        .isEmpty()
                ? List.of()
                : List.of(GlobalCorsProperties.class);
    }
}
