package io.oncegate.orders.web;

import io.oncegate.edge.Problem;
import io.oncegate.orders.DedupKey;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Gives a controller its {@link DedupKey}, or refuses the request where there is none. */
final class DedupKeyArgument implements HandlerMethodArgumentResolver {

    private static final String HEADER = "Idempotency-Key";

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == DedupKey.class;
    }

    @Override
    public DedupKey resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binderFactory) {
        String @Nullable [] lines = request.getHeaderValues(HEADER);
        if (lines == null || lines.length == 0) {
            throw refused("dedup-key-missing", "An order needs the header field " + HEADER + ".");
        }
        if (lines.length > 1) {
            throw invalid("must be given once");
        }
        return DedupKey.parse(lines[0]).fold(key -> key, fault -> {
            throw invalid(fault);
        });
    }

    private static ErrorResponseException invalid(String fault) {
        return refused("dedup-key-invalid", HEADER + " " + fault + ".");
    }

    private static ErrorResponseException refused(String code, String detail) {
        return Problem.refusal(HttpStatus.BAD_REQUEST, code, detail).exception();
    }
}
