package io.oncegate.edge;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.DatabindException;

/** Makes a {@link Problem} of everything that goes wrong on the way to a controller or inside it. */
@RestControllerAdvice
final class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    /** Without a connection nothing was sent to the database; Retry-After tells the gateway that it may release the key. */
    @ExceptionHandler({CannotGetJdbcConnectionException.class, CannotCreateTransactionException.class})
    ResponseEntity<Object> databaseUnavailable(Exception exception) {
        LOG.warn(
                "no connection to the database: {}",
                NestedExceptionUtils.getMostSpecificCause(exception).toString());
        Problem problem = Problem.failure(
                HttpStatus.SERVICE_UNAVAILABLE, "database-unavailable", "The database cannot be reached right now.");
        return ResponseEntity.status(problem.status())
                .headers(problem.headers())
                .header(HttpHeaders.RETRY_AFTER, "1")
                .body(problem.body());
    }

    /** Nothing is known of the effect here, and nothing is said about it. */
    @ExceptionHandler(Exception.class)
    ResponseEntity<Object> failed(Exception exception) {
        LOG.error("a request failed", exception);
        return Problem.failure(
                        HttpStatus.INTERNAL_SERVER_ERROR, "internal-error", "The request failed on the server's side.")
                .answer();
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException exception, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        Throwable cause = exception.getMostSpecificCause();
        if (cause instanceof StreamConstraintsException) {
            return Problem.refusal(
                            HttpStatus.CONTENT_TOO_LARGE, "request-too-large", "The request's body is too large.")
                    .answer();
        }
        if (cause instanceof DatabindException mismatch && !mismatch.getPath().isEmpty()) {
            return Problem.refusal(
                            HttpStatus.BAD_REQUEST, "request-invalid", "A member of the body is of the wrong type.")
                    .with(List.of(new FieldFault(path(mismatch), "is of the wrong type")))
                    .answer();
        }
        return Problem.refusal(HttpStatus.BAD_REQUEST, "json-invalid", "The body has to be one JSON object.")
                .answer();
    }

    private static String path(JacksonException exception) {
        return exception.getPath().stream()
                .map(step -> step.getPropertyName() == null ? String.valueOf(step.getIndex()) : step.getPropertyName())
                .collect(Collectors.joining("."));
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleErrorResponseException(
            ErrorResponseException exception, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return ResponseEntity.status(status).headers(headers).body(exception.getBody());
    }

    /** What the framework refuses: a path, method or media type that is not there. No controller has run. */
    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception exception,
            @Nullable Object body,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        if (status.is5xxServerError()) {
            return failed(exception);
        }
        Problem problem =
                Problem.refusal(status, code(status), "The request cannot be served: " + reason(status) + ".");
        HttpHeaders all = new HttpHeaders(headers);
        all.putAll(problem.headers());
        return ResponseEntity.status(status).headers(all).body(problem.body());
    }

    private static String code(HttpStatusCode status) {
        return switch (status.value()) {
            case 404 -> "not-found";
            case 405 -> "method-not-allowed";
            case 415 -> "media-type-unsupported";
            default -> "request-invalid";
        };
    }

    private static String reason(HttpStatusCode status) {
        HttpStatus known = HttpStatus.resolve(status.value());
        return known == null ? "status " + status.value() : known.getReasonPhrase();
    }
}
