package io.oncegate.web;

import static org.springframework.http.MediaType.APPLICATION_JSON;
import static org.springframework.http.MediaType.TEXT_HTML;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * The page that {@code type} and {@code Link} of every problem point to: what clients may rely on, from the routes as
 * they are at the moment. For everybody to read, as HTML or as JSON.
 */
public final class PolicyPage {

    private static final MediaType HTML = new MediaType(TEXT_HTML, StandardCharsets.UTF_8);
    private static final Duration FRESH = Duration.ofMinutes(1);

    private final RouteLocator routes;
    private final JsonMapper json;

    /**
     * @param routes all of the gateway's
     * @param json writes the page as JSON
     */
    public PolicyPage(RouteLocator routes, JsonMapper json) {
        this.routes = routes;
        this.json = json;
    }

    /**
     * Whether a page can be served under an address: an absolute one is somebody else's to serve.
     *
     * @param policy the address that problems point to
     */
    public static boolean isServedUnder(URI policy) {
        return !policy.isAbsolute()
                && policy.getRawAuthority() == null
                && policy.getPath().startsWith("/");
    }

    /** Serves the page under that path, ahead of all routes. */
    public RouterFunction<ServerResponse> under(URI policy) {
        return RouterFunctions.route().GET(policy.getPath(), this::serve).build();
    }

    private Mono<ServerResponse> serve(ServerRequest request) {
        Optional<MediaType> wanted = wanted(request.headers().accept());
        if (wanted.isEmpty()) {
            return ServerResponse.status(HttpStatus.NOT_ACCEPTABLE).build();
        }
        boolean html = wanted.get().equals(HTML);
        return routes.getRoutes()
                .mapNotNull(route -> RoutePolicy.of(route).orElse(null))
                .collectList()
                .map(PolicyDocument::new)
                .map(document -> html
                        ? document.html().getBytes(StandardCharsets.UTF_8)
                        : json.writeValueAsBytes(document.members()))
                .flatMap(body -> ServerResponse.ok()
                        .contentType(wanted.get())
                        .cacheControl(CacheControl.maxAge(FRESH))
                        .header("Content-Security-Policy", "default-src 'self'")
                        .header("X-Content-Type-Options", "nosniff")
                        .varyBy(HttpHeaders.ACCEPT)
                        .bodyValue(body));
    }

    /** In the client's order; a client without a wish is taken for a person. */
    private static Optional<MediaType> wanted(List<MediaType> accepted) {
        if (accepted.isEmpty()) {
            return Optional.of(HTML);
        }
        return accepted.stream()
                .filter(type -> type.includes(TEXT_HTML) || type.includes(APPLICATION_JSON))
                .findFirst()
                .map(type -> type.includes(TEXT_HTML) ? HTML : APPLICATION_JSON);
    }
}
