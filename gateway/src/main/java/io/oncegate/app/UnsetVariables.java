package io.oncegate.app;

import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.cloud.gateway.config.GatewayProperties;
import org.springframework.cloud.gateway.route.RouteDefinition;
import org.springframework.stereotype.Component;

/**
 * Stops the start where a route names an environment variable that is not set. Spring Boot leaves such a placeholder as
 * it stands, so the text {@code ${GATEWAY_TOKEN}} itself would be the secret between gateway and service.
 */
@Component
final class UnsetVariables {

    /** Variables only: a filter may have a use of its own for other names, such as a group in a pattern. */
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)}");

    /**
     * @param gateway the routes, their placeholders resolved as far as possible
     */
    UnsetVariables(GatewayProperties gateway) {
        List<RouteDefinition> routes = gateway.getRoutes();
        for (int i = 0; i < routes.size(); i++) {
            String id = GatewayProperties.PREFIX + ".routes[" + i + "].id";
            RouteDefinition route = routes.get(i);
            texts(route).map(VARIABLE::matcher).filter(Matcher::find).forEach(found -> {
                throw new InvalidConfigurationPropertyValueException(
                        id,
                        route.getId(),
                        "this route needs " + found.group(1) + ", which is not set in the environment.");
            });
        }
    }

    private static Stream<String> texts(RouteDefinition route) {
        Stream<String> filters = route.getFilters().stream().flatMap(filter -> filter.getArgs().values().stream());
        Stream<String> predicates =
                route.getPredicates().stream().flatMap(predicate -> predicate.getArgs().values().stream());
        return Stream.concat(Stream.concat(filters, predicates), Stream.of(String.valueOf(route.getUri())))
                .filter(Objects::nonNull);
    }
}
