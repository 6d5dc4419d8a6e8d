package io.oncegate.web;

import java.security.Principal;
import java.util.List;
import java.util.function.Predicate;
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

    /** Everybody is one caller: for routes whose keys are secrets of their own. */
    static CallerResolver anonymous() {
        return exchange -> Mono.just("anonymous");
    }

    /** A header that something trusted in front of this gateway sets; given twice, it names nobody. */
    static CallerResolver header(String name) {
        return exchange -> {
            List<String> lines = exchange.getRequest().getHeaders().getOrEmpty(name);
            return lines.size() == 1 && !lines.get(0).isBlank() ? Mono.just(lines.get(0)) : Mono.empty();
        };
    }
}
