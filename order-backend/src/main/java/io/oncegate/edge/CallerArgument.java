package io.oncegate.edge;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Gives a controller its {@link Caller}, or refuses the request where there is none. */
final class CallerArgument implements HandlerMethodArgumentResolver {

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Caller.class;
    }

    @Override
    public Caller resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binderFactory) {
        String @Nullable [] lines = request.getHeaderValues(Caller.HEADER);
        return Caller.named(lines == null ? List.of() : List.of(lines)).orElseThrow(() -> Problem.refusal(
                        HttpStatus.UNAUTHORIZED,
                        "caller-unknown",
                        "The gateway has to say who is calling, in one " + Caller.HEADER
                                + " field of 1 to 255 printable ASCII characters.")
                .exception());
    }
}
