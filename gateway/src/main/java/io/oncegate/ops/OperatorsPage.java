package io.oncegate.ops;

import java.net.URI;
import java.util.Map;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * The page on top of {@link IdempotencyEndpoint}: files that are the same for everybody, so that they need no credentials.
 * What they show they ask the endpoint for, with the credentials of whoever signed in.
 */
public final class OperatorsPage {

    /** Where it is, on the management port. */
    public static final String PATH = "/operators/";

    private static final ClassPathResource FILES = new ClassPathResource("io/oncegate/operators/");
    private static final ClassPathResource INDEX = new ClassPathResource(FILES.getPath() + "index.html");
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Map<String, String> settings;

    /**
     * @param endpoint the endpoint's path, where {@link #PATH} is a path too
     */
    public OperatorsPage(String endpoint) {
        this.settings = Map.of("endpoint", ".." + endpoint);
    }

    /** Serves it. */
    public RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route()
                .GET("/", request -> to("operators/"))
                .GET("/operators", request -> to("operators/"))
                .GET(PATH, this::index)
                .GET(PATH + "settings.json", request -> ServerResponse.ok().bodyValue(settings))
                .resources(PATH + "**", FILES)
                .before(OperatorsPage::guarded)
                .build();
    }

    private Mono<ServerResponse> index(ServerRequest request) {
        return ServerResponse.ok().contentType(MediaType.TEXT_HTML).bodyValue(INDEX);
    }

    private static Mono<ServerResponse> to(String address) {
        return ServerResponse.temporaryRedirect(URI.create(address)).build();
    }

    private static ServerRequest guarded(ServerRequest request) {
        HttpHeaders headers = request.exchange().getResponse().getHeaders();
        headers.set("Content-Security-Policy", POLICY);
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("X-Content-Type-Options", "nosniff");
        return request;
    }
}
