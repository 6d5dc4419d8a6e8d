package io.oncegate.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.web.util.HtmlUtils;

/**
 * The policy page's content. Its HTML has neither style nor script: it is read anywhere, and under any policy for
 * content.
 *
 * @param routes what holds on each route
 */
record PolicyDocument(List<RoutePolicy> routes) {

    private static final String TITLE = "How to send requests safely again";

    private static final String KEY = "A key is 1 to 255 printable ASCII characters, bare or in double quotes; a random"
            + " UUID is a good one. Make it once for each operation, before it is sent for the first time, keep it until"
            + " you have an answer, and send it with every retry. The first request with a key is executed; every retry"
            + " gets the answer of the first, marked with Idempotent-Replayed: true.";

    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>%1$s</title>
            </head>
            <body>
            <main>
            <h1>%1$s</h1>
            <p>%2$s</p>
            <nav aria-label="On this page">
            <ul>
            <li><a href="#routes">What holds where</a></li>
            <li><a href="#problems">What to do about each answer of the gateway</a></li>
            </ul>
            </nav>
            <section aria-labelledby="routes">
            <h2 id="routes">What holds where</h2>
            %3$s
            </section>
            <section aria-labelledby="problems">
            <h2 id="problems">What to do about each answer of the gateway</h2>
            <p>An answer of the gateway's own is application/problem+json; its member code is one of these.</p>
            %4$s
            </section>
            </main>
            </body>
            </html>
            """;

    /**
     * One of the gateway's own answers.
     *
     * @param code its name, and its place on the page
     * @param status its status
     * @param title what happened
     * @param retryable whether the same request with the same key is of use
     * @param advice what to do
     */
    private record Described(String code, int status, String title, boolean retryable, String advice) {

        static Described of(Problem problem) {
            return new Described(
                    problem.code(), problem.status().value(), problem.title(), problem.retryable(), Advice.on(problem));
        }

        String html() {
            return """
                    <h3 id="%1$s">%2$s</h3>
                    <p><code>%1$s</code>, status %3$d. %4$s</p>
                    """.formatted(code, escaped(title), status, escaped(advice));
        }

        Map<String, Object> members() {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("code", code);
            members.put("status", status);
            members.put("title", title);
            members.put("retryable", retryable);
            members.put("advice", advice);
            return members;
        }
    }

    String html() {
        return PAGE.formatted(
                TITLE,
                escaped(KEY),
                routes.stream().map(PolicyDocument::html).collect(Collectors.joining("\n")),
                problems().map(Described::html).collect(Collectors.joining("\n")));
    }

    Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("title", TITLE);
        members.put("key", KEY);
        members.put("routes", routes);
        members.put("problems", problems().map(Described::members).toList());
        return members;
    }

    private static Stream<Described> problems() {
        return Stream.concat(
                Stream.of(Problem.values()).map(Described::of),
                Stream.of(new Described(
                        Advice.CREDENTIALS_INVALID,
                        HttpStatus.UNAUTHORIZED.value(),
                        "The credentials are not valid",
                        false,
                        "Send valid credentials, or none where none are needed. Nothing was executed.")));
    }

    private static String html(RoutePolicy route) {
        String heading = route.paths().isEmpty()
                ? "Other requests"
                : route.paths().stream()
                        .map(path -> "<code>" + escaped(path) + "</code>")
                        .collect(Collectors.joining(", "));
        String terms = route.terms().entrySet().stream()
                .map(term -> "<dt>" + escaped(term.getKey()) + "</dt>\n<dd>" + escaped(term.getValue()) + "</dd>")
                .collect(Collectors.joining("\n"));
        return "<h3>" + heading + "</h3>\n<dl>\n" + terms + "\n</dl>";
    }

    private static String escaped(String text) {
        return HtmlUtils.htmlEscape(text, "UTF-8");
    }
}
