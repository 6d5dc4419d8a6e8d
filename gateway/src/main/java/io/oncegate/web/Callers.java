package io.oncegate.web;

import java.security.Principal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The ways to know a caller that need no bean of the application. */
public final class Callers {

    private Callers() {}

    /**
     * The authenticated principal's name, the default.
     *
     * @param anonymous tells a principal that stands for nobody
     */
    public static CallerResolver principal(Predicate<Principal> anonymous) {
        return exchange -> exchange.getPrincipal()
                .filter(anonymous.negate())
                .mapNotNull(Principal::getName)
                .filter(name -> !name.isBlank());
    }

    /**
     * Needs nothing but the request, at once.
     *
     * @param name the caller's, if the request says it
     */
    record ByRequest(Function<ServerHttpRequest, Optional<String>> name) implements CallerResolver {

        Optional<String> of(ServerHttpRequest request) {
            return name.apply(request);
        }

        @Override
        public Mono<String> resolve(ServerWebExchange exchange) {
            return Mono.justOrEmpty(of(exchange.getRequest()));
        }
    }

    /** Everybody is one caller: for routes whose keys are secrets of their own. */
    static CallerResolver anonymous() {
        return new ByRequest(request -> Optional.of("anonymous"));
    }

    /** A header that something trusted in front of this gateway sets; given twice, it names nobody. */
    static CallerResolver header(String name) {
        return new ByRequest(request -> {
            List<String> lines = request.getHeaders().getOrEmpty(name);
            return lines.size() == 1 && !lines.get(0).isBlank() ? Optional.of(lines.get(0)) : Optional.empty();
        });
    }
}
