package io.oncegate.ops;

import io.oncegate.core.RouteTerms;
import java.util.Map;
import reactor.core.publisher.Mono;

/** What routes say of their entries. */
@FunctionalInterface
public interface Namespaces {

    /** The terms of each namespace that a route uses, by its name, as routes are at the moment. */
    Mono<Map<String, RouteTerms>> terms();
}
