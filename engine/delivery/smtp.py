"""Sending one mail by SMTP."""

import smtplib
import ssl
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from engine.delivery.outcome import Outcome, readable
from engine.notify_settings import MailSettings


def mail(to: str, subject: str, text: str, delivery_id: str, sent_at: datetime, settings: MailSettings) -> EmailMessage:
    """The mail itself. A second attempt bears the same Message-ID, so that mail servers can drop it."""
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = settings.sender
    message["To"] = to
    message["Date"] = format_datetime(sent_at)
    message["Message-ID"] = f"<{delivery_id}@callqc>"
    # Absence notes do not answer this.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    return message


def send_mail(message: EmailMessage, settings: MailSettings) -> Outcome:
    """Hand *message* to the mail server."""
    assert settings.host is not None
    context = ssl.create_default_context()
    try:
        with _server(settings, context) as server:
            if settings.security == "starttls":
                server.starttls(context=context)
            if settings.user and settings.password is not None:
                server.login(settings.user, settings.password.get_secret_value())
            server.send_message(message)
    except smtplib.SMTPRecipientsRefused as refused:
        code, answer = next(iter(refused.recipients.values()))
        return Outcome("recipient_refused", _said(answer), is_final=code >= 500)
    except smtplib.SMTPResponseException as error:
        return Outcome(f"status_{error.smtp_code}", _said(error.smtp_error))
    except TimeoutError:
        return Outcome("timeout")
    except ssl.SSLError:
        return Outcome("tls")
    except (OSError, smtplib.SMTPException) as error:
        return Outcome("refused" if isinstance(error, ConnectionRefusedError) else "broken_off")
    return Outcome()


def _server(settings: MailSettings, context: ssl.SSLContext) -> smtplib.SMTP:
    assert settings.host is not None
    if settings.security == "tls":
        return smtplib.SMTP_SSL(settings.host, settings.port, timeout=settings.timeout_s, context=context)
    return smtplib.SMTP(settings.host, settings.port, timeout=settings.timeout_s)


def _said(answer: bytes | str) -> str:
    return readable(answer if isinstance(answer, bytes) else answer.encode())
