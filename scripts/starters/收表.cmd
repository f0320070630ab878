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
".venv\Scripts\python.exe" -m scripts.intake %*
set "status=%errorlevel%"
echo.
if "%status%"=="0" (echo 好了：结果在“回表”文件夹里。) else (echo 还有要改的：看上面的话；写了退回的表的，在“回表”文件夹里。改好后再双击一次。)
pause
exit /b %status%
