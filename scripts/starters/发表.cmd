@echo off
chcp 65001 >nul
setlocal
set "PYTHONUTF8=1"
set "PYTHONIOENCODING=utf-8:replace"
cd /d "%~dp0..\.."
if not exist ".venv\Scripts\python.exe" (
  echo 还没有装好：这个文件夹里没有 .venv。
  echo 请按 README.md 装好一次（要联网），或者从装好的电脑把整个文件夹拷来。
  pause
  exit /b 1
)
".venv\Scripts\python.exe" -m scripts.forms %*
set "status=%errorlevel%"
echo.
if "%status%"=="0" (echo 好了：要发的表和通知在“发表”文件夹里。) else (echo 没有完成，按上面的话改好，再双击一次。)
pause
exit /b %status%
