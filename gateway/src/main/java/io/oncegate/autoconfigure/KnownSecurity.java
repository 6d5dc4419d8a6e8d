package io.oncegate.autoconfigure;

import org.springframework.web.server.WebFilter;

/**
 * Security filters of which it is known what they do for a plain request. With such a bean covered requests take the
 * short way ahead of Spring Security's own filter; without one, behind it.
 *
 * @param filter does to a plain request all that the application's security filters would do to it: lets it pass with the
 *     principal it proves, or refuses it
 */
public record KnownSecurity(WebFilter filter) {}
