"""Invoices and credit notes as documents: a PDF for people, UBL for their accounting software.

Owns nothing: it renders what an invoice froze when it was issued, so the same document comes out whenever it is asked.
"""
