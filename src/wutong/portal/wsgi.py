"""The portal as a WSGI application."""

from django.core.wsgi import get_wsgi_application

from wutong.kernel import environment

environment.choose_settings("wutong.portal.settings")
application = get_wsgi_application()
