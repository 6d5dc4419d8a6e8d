package io.oncegate.web;

import java.util.Arrays;
import java.util.stream.Stream;

/** More that a route of {@link Gateway} can have. */
final class Routes {

    private Routes() {}

    /** A route as {@link Gateway#route} makes it, to somewhere else than {@link Upstream}. */
    static String[] routeTo(String uri, int index, String id, String path, String... arguments) {
        return Arrays.stream(Gateway.route(index, id, path, arguments))
                .map(property -> property.endsWith(".uri=UPSTREAM") ? property.replace("UPSTREAM", uri) : property)
                .toArray(String[]::new);
    }

    /** A filter beside the first, with arguments {@code name=value} each. */
    static String[] filter(int route, int index, String name, String... arguments) {
        String filter = "filters[" + index + "].";
        return with(
                route,
                Stream.concat(
                                Stream.of(filter + "name=" + name),
                                Arrays.stream(arguments).map(it -> filter + "args." + it))
                        .toArray(String[]::new));
    }

    /** What is neither the route's address nor a filter, {@code name=value} each. */
    static String[] with(int route, String... properties) {
        return Arrays.stream(properties)
                .map(it -> "spring.cloud.gateway.server.webflux.routes[" + route + "]." + it)
                .toArray(String[]::new);
    }
}
