package io.oncegate.autoconfigure;

import java.util.Set;
import java.util.function.Consumer;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;

/**
 * Security filters of which it is known what they do for a plain request. With such a bean covered requests take the
 * short way ahead of Spring Security's own filter; without one, behind it.
 *
 * @param filter does to a plain request all that the application's security filters would do to it: lets it pass with the
 *     principal it proves, or refuses it
 * @param withoutCredentials adds to an answer all header fields that those filters would add to one without credentials
 * @param idleWithoutCredentials global filters of the application that do nothing for an answer to a request without
 *     credentials, unless it goes upstream
 */
public record KnownSecurity(
        WebFilter filter, Consumer<ServerWebExchange> withoutCredentials, Set<Class<?>> idleWithoutCredentials) {}
